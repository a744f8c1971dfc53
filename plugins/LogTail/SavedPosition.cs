using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>What outlives the tailer: how far each file has been carried. On disk: JSON, and a line with its hash.</summary>
internal sealed record SavedPosition(IReadOnlyList<SavedFlow> Flows, bool ReceiverIsMute)
{
    /// <summary>Nothing was ever saved.</summary>
    public static SavedPosition Empty { get; } = new([], false);

    /// <summary>Reads the file; null if it is damaged. CC 0.8.7's one line, offset and path, is understood.</summary>
    public static SavedPosition? Load(string path)
    {
        if (!File.Exists(path))
        {
            return Empty;
        }

        var text = File.ReadAllText(path);
        return ParseOld(text) ?? Parse(text);
    }

    public void Save(string path)
    {
        var json = JsonSerializer.Serialize(this, SavedPositionJson.Default.SavedPosition);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.Replace(path, Encoding.UTF8.GetBytes($"{json}\n{HashOf(json)}\n"));
    }

    private static SavedPosition? Parse(string text)
    {
        var lines = text.Split('\n');
        return lines is [var json, var hash, ""] && hash == HashOf(json)
            ? JsonSerializer.Deserialize(json, SavedPositionJson.Default.SavedPosition)
            : null;
    }

    private static SavedPosition? ParseOld(string text) =>
        text.Split('\t') is [var offset, { Length: > 0 } path] && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new SavedPosition([new SavedFlow { Name = path.TrimEnd('\n'), Acked = position, Sent = position, Start = position }], ReceiverIsMute: false)
            : null;

    private static string HashOf(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

/// <summary>How far one content has been carried.</summary>
internal sealed record SavedFlow
{
    public required string Name { get; init; }

    public ulong Device { get; init; }

    public ulong Inode { get; init; }

    public long Birth { get; init; }

    /// <summary>Empty if it was saved by CC 0.8.7, which knows no identities.</summary>
    public string Generation { get; init; } = "";

    public long Start { get; init; }

    public long Acked { get; init; }

    public long Sent { get; init; }

    public long? End { get; init; }

    /// <summary>What precedes the offset to go on from.</summary>
    public string Fingerprint { get; init; } = "";

    [JsonIgnore]
    public FileIdentity Identity => new(Device, Inode, Birth);

    /// <summary>The offset to go on from.</summary>
    public long Position(bool receiverIsMute) => receiverIsMute ? Sent : Acked;

    public static SavedFlow Of(Flow flow, bool receiverIsMute) => new()
    {
        Name = flow.Name,
        Device = flow.Identity.Device,
        Inode = flow.Identity.Inode,
        Birth = flow.Identity.Birth,
        Generation = flow.Generation.ToString(),
        Start = flow.Start,
        Acked = flow.Acked,
        Sent = flow.Sent,
        End = flow.End,
        Fingerprint = flow.File?.FingerprintAt(receiverIsMute ? flow.Sent : flow.Acked).Hash ?? "",
    };
}

[JsonSerializable(typeof(SavedPosition))]
internal sealed partial class SavedPositionJson : JsonSerializerContext;
