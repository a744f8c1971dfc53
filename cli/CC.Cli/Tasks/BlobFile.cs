using System.Security.Cryptography;
using System.Text.Json;
using CC.Client.Tasks;

namespace CC.Cli.Tasks;

/// <summary>Saves the blobs of a task in a file, in the order in which they come. It has its name only when the task has finished, and all is there.</summary>
internal sealed class BlobFile(string path) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileStream? file;

    private string Partial => $"{path}.part";

    /// <summary>Takes the blob of an update, if it has one.</summary>
    /// <exception cref="CommandFailure">It can't be written; or one before it is missing.</exception>
    public void Take(TaskUpdate update)
    {
        if (update.Blob is not { } blob)
        {
            return;
        }

        if (Number(update.Feedback, "pos") is { } position && position != (file?.Length ?? 0))
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {path}: a piece is missing: octet {file?.Length ?? 0} should follow, and {position} came; fetch it again");
        }

        Try(() =>
        {
            file ??= new FileStream(Partial, FileMode.Create, FileAccess.Write, FileShare.Read);
            file.Write(blob.Span);
        });
        hash.AppendData(blob.Span);
    }

    /// <summary>The task has finished: returns how many octets there are; null for no blob at all.</summary>
    /// <exception cref="CommandFailure">They are not those that the task has told of.</exception>
    public long? Finish(TaskUpdate final)
    {
        if (file is null)
        {
            return null;
        }

        var length = file.Length;
        var digits = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (Number(final.Feedback, "size") is { } size && size != length)
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {path}: {length} octets came of {size}; fetch it again");
        }

        if (Text(final.Feedback, "sha256") is { } expected && !expected.Equals(digits, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {path}: what came has the SHA-256 {digits}, and not {expected}; fetch it again");
        }

        Try(() =>
        {
            file.Dispose();
            File.Move(Partial, path, overwrite: true);
        });
        return length;
    }

    public void Dispose()
    {
        file?.Dispose();
        hash.Dispose();
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {path}: can't be written: {failure.Message.TrimEnd('.')}");
        }
    }

    private static long? Number(JsonElement? feedback, string name) =>
        feedback is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement? feedback, string name) =>
        feedback is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
