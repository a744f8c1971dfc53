using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Files;

namespace CC.Plugins.InfoSender;

/// <summary>What outlives the sender: which files the receiver has. On disk: JSON, and a line with its hash.</summary>
internal sealed record SavedState(IReadOnlyList<SavedFile> Files, Receiver Receiver)
{
    /// <summary>Reads the file; null if it is damaged.</summary>
    /// <exception cref="IOException">It is there, but can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is there, but may not be read.</exception>
    public static SavedState? Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SavedState([], Receiver.Unknown);
        }
    }

    /// <exception cref="IOException">It can't be written; what was saved before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.ReplaceAndOpen(path, Encoding.UTF8.GetBytes(Text()), DiskFlusher.Instance).Dispose();
    }

    internal string Text()
    {
        var json = JsonSerializer.Serialize(this, SavedStateJson.Default.SavedState);
        return $"{json}\n{HashOf(json)}\n";
    }

    internal static SavedState? Parse(string text)
    {
        try
        {
            return text.Split('\n') is [var json, var hash, ""] && hash == HashOf(json)
                ? JsonSerializer.Deserialize(json, SavedStateJson.Default.SavedState)
                : null;
        }
        catch (JsonException)
        {
            return null; // Whole, but of another version.
        }
    }

    private static string HashOf(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

[JsonSerializable(typeof(SavedState))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
internal sealed partial class SavedStateJson : JsonSerializerContext;
