using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>The files that a node carries, or some of them: the answer to <see cref="ControlTypes.FilesStatus"/>.</summary>
public sealed record FileList : MessageBody
{
    /// <summary>The files, in the order of their names.</summary>
    [JsonPropertyName("files")]
    public required IReadOnlyList<FileDescription> Files { get; init; }

    /// <summary>How many there are behind these, to be asked for with <see cref="FileRequest.Skip"/>.</summary>
    [JsonPropertyName("more")]
    public int More { get; init; }

    /// <summary>Who could not be asked, and why: daemons in processes of their own among them.</summary>
    [JsonPropertyName("unseen")]
    public required IReadOnlyList<UnseenCarrier> Unseen { get; init; }
}
