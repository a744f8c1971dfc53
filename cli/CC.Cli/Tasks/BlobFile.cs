using System.Security.Cryptography;
using System.Text.Json;
using CC.Client.Tasks;

namespace CC.Cli.Tasks;

/// <summary>
/// Saves the blobs of a task in a file, in the order in which they come. It has its name only when the task has finished, and all is there; until then it is <c>FILE.part</c>, to which
/// what begins behind its first octet is added.
/// </summary>
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

        var position = Number(update.Feedback, "pos");
        file ??= Open(position ?? 0);
        if (position is { } octet && octet != file.Length)
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {path}: a piece is missing: octet {file.Length} should follow, and {octet} came; fetch it again");
        }

        Try(() => file.Write(blob.Span));
        hash.AppendData(blob.Span);
    }

    /// <summary>The task has finished: returns how many octets there are; null for no blob at all, unless all was there before.</summary>
    /// <exception cref="CommandFailure">They are not those that the task has told of.</exception>
    public long? Finish(TaskUpdate final)
    {
        file ??= Number(final.Feedback, "offset") is > 0 and var offset ? Open(offset) : null;
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

    /// <summary>Begins a new file, or goes on with what was fetched before.</summary>
    private FileStream Open(long position)
    {
        if (position == 0)
        {
            return Try(() => new FileStream(Partial, FileMode.Create, FileAccess.Write, FileShare.Read));
        }

        var there = Try(() => File.Exists(Partial) ? new FileInfo(Partial).Length : 0);
        if (there < position)
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {path}: octet {position} came first, and {Partial} has {there} octets to add it to; begin with offset={there}");
        }

        return Try(() =>
        {
            var opened = new FileStream(Partial, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            opened.SetLength(position);
            var buffer = new byte[81920];
            for (var count = opened.Read(buffer); count > 0; count = opened.Read(buffer))
            {
                hash.AppendData(buffer, 0, count);
            }

            return opened;
        });
    }

    private void Try(Action action) => Try(() =>
    {
        action();
        return 0;
    });

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
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
