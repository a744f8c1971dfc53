using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>What outlives the tailer: how far each file has been carried. On disk: JSON, and a line with its hash.</summary>
internal sealed record SavedPosition(IReadOnlyList<SavedFlow> Flows, Receiver Receiver)
{
    /// <summary>When the tailer first looked for files, in units of 100 ns since 1970; what is younger is to be carried. 0 if it is not known.</summary>
    public long Since { get; init; }

    /// <summary>Whether nothing was ever saved.</summary>
    [JsonIgnore]
    public bool IsFirstStart { get; private init; }

    /// <summary>Whether it is the one saved before the last one, which is damaged.</summary>
    [JsonIgnore]
    public bool IsPrevious { get; private init; }

    public static SavedPosition Of(IEnumerable<Flow> flows, Receiver receiver) => new([.. flows.Select(SavedFlow.Of)], receiver);

    /// <summary>
    /// Reads the file, or if that is damaged the one saved before; null if both are. CC 0.8.7's one line, offset and path, is understood.
    /// </summary>
    /// <exception cref="IOException">It is there, but can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is there, but may not be read.</exception>
    public static SavedPosition? Load(string path)
    {
        if (Read(path) is { } text)
        {
            return ParseAny(text) ?? LoadPrevious(path);
        }

        // None, unless it was just being replaced.
        return File.Exists(DurableFile.NextOf(path)) && Read(DurableFile.NextOf(path)) is { } next && (Parse(next) ?? LoadPrevious(path)) is { } found ? found : new SavedPosition([], Receiver.Unknown) { IsFirstStart = true };
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.ReplaceAndKeep(path, Encoding.UTF8.GetBytes(Text()), PreviousOf(path));
    }

    internal static string PreviousOf(string path) => $"{path}.old";

    internal string Text()
    {
        var json = JsonSerializer.Serialize(this, SavedPositionJson.Default.SavedPosition);
        return $"{json}\n{HashOf(json)}\n";
    }

    internal static SavedPosition? Parse(string text)
    {
        try
        {
            return text.Split('\n') is [var json, var hash, ""] && hash == HashOf(json)
                ? JsonSerializer.Deserialize(json, SavedPositionJson.Default.SavedPosition)
                : null;
        }
        catch (JsonException)
        {
            return null; // Whole, but of another version.
        }
    }

    internal static SavedPosition? ParseOld(string text) =>
        text.Split('\t') is [var offset, { Length: > 0 } path] && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new SavedPosition([new SavedFlow { Name = path.TrimEnd('\n'), Start = position, Acked = position, Sent = new Mark(position, "") }], Receiver.Unknown)
            : null;

    private static SavedPosition? LoadPrevious(string path) =>
        Read(PreviousOf(path)) is { } text && ParseAny(text) is { } previous ? previous with { IsPrevious = true } : null;

    private static SavedPosition? ParseAny(string text) => ParseOld(text) ?? Parse(text);

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string HashOf(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

[JsonSerializable(typeof(SavedPosition))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
internal sealed partial class SavedPositionJson : JsonSerializerContext;
