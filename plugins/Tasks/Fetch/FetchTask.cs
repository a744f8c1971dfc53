using System.Security.Cryptography;
using CC.Sdk;

namespace CC.Plugins.Tasks.Fetch;

/// <summary>Sends a file's content back, in pieces, as blobs.</summary>
[Task("fetch", Summary = "sends a file's content back, in pieces, as blobs", Parameters = ["path: the file, below a folder of the section's list", "offset: where to begin; 0 if it is not there"])]
public sealed class FetchTask(FetchOptions options) : ITask
{
    /// <inheritdoc/>
    public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var offset = OffsetOf(request);
        using var file = AllowedFile.Open(options.Folders, request.Require("path"));
        if (file.Length > options.MaxSize.Octets)
        {
            throw new TaskRefusedException($"{file.Path} has {file.Length} octets; {options.MaxSize} is the most (max-size)");
        }

        if (offset > file.Length)
        {
            throw new TaskRefusedException($"offset = {offset} is behind the end of {file.Path}, which has {file.Length} octets");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[options.Piece.Octets];
        for (var position = 0L; position < file.Length;)
        {
            var end = position < offset ? Math.Min(offset, file.Length) : file.Length; // The hash is of all of it.
            var count = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - position)), position, cancellationToken);
            hash.AppendData(buffer, 0, count);
            if (position >= offset)
            {
                await feedback.SendAsync(new FilePiece(position, count), FetchJson.Default.FilePiece, buffer.AsMemory(0, count).ToArray(), cancellationToken);
            }

            position += count;
        }

        feedback.SetResult(new FetchedFile(file.Path, file.Length, offset, Convert.ToHexStringLower(hash.GetHashAndReset())), FetchJson.Default.FetchedFile);
    }

    private static long OffsetOf(TaskRequest request) =>
        request.Find("offset") is not { Length: > 0 } text ? 0
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var offset) ? offset
        : throw new TaskRefusedException($"offset = {text} is not a whole number");
}
