using System.Text.Json.Serialization;

namespace CC.Plugins.Tasks.Fetch;

/// <summary>Goes with each blob: where in the file it belongs.</summary>
internal sealed record FilePiece([property: JsonPropertyName("pos")] long Position, [property: JsonPropertyName("length")] int Length);

/// <summary>The file as a whole; the hash is of all of it, wherever the sending began.</summary>
internal sealed record FetchedFile(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("offset")] long Offset,
    [property: JsonPropertyName("sha256")] string Sha256);

[JsonSerializable(typeof(FilePiece))]
[JsonSerializable(typeof(FetchedFile))]
internal sealed partial class FetchJson : JsonSerializerContext;
