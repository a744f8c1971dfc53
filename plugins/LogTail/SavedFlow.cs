using System.Text.Json.Serialization;
using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>How far one content has been carried, as it is saved.</summary>
internal sealed record SavedFlow
{
    public required string Name { get; init; }

    public FileIdentity Identity { get; init; }

    /// <summary>The file that has the content: that one, or a copy.</summary>
    public FileIdentity Holder { get; init; }

    /// <summary>Empty if it was saved by CC 0.8.7, which knows no identities.</summary>
    public string Generation { get; init; } = "";

    public long Begun { get; init; }

    public long Start { get; init; }

    public long Acked { get; init; }

    public Mark Sent { get; init; } = Mark.Beginning;

    public Mark Head { get; init; } = Mark.Beginning;

    public long? End { get; init; }

    /// <summary>What precedes <see cref="Acked"/>.</summary>
    public string BeforeAcked { get; init; } = "";

    /// <summary>The place to go on from.</summary>
    [JsonIgnore]
    public Mark AckedPlace => new(Acked, BeforeAcked);

    public static SavedFlow Of(Flow flow) => new()
    {
        Name = flow.Name,
        Identity = flow.Identity,
        Holder = flow.Holder,
        Generation = flow.Generation.ToString(),
        Begun = flow.Begun,
        Start = flow.Start,
        Acked = flow.Acked,
        Sent = flow.Sent,
        Head = flow.Head,
        End = flow.End,
        BeforeAcked = flow.Acked == flow.Sent.Offset ? flow.Sent.Hash : flow.File?.MarkAt(flow.Acked)?.Hash ?? "",
    };
}
