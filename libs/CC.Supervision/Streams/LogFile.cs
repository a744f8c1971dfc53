using System.Runtime.InteropServices;
using CC.Supervision.Native;

namespace CC.Supervision.Streams;

/// <summary>
/// A file that a stream is written to. Written by one thread; <see cref="Reopen"/> may be called by any. A file that is full, or too old, is put aside between two lines: it gets the time
/// into its name, so that nothing has to be renamed twice.
/// </summary>
internal sealed class LogFile(LogRules rules, TimeProvider time, Action<string> failed)
{
    private readonly OldLogs old = new(rules, failed);
    private FileStream? file;
    private long length;
    private DateTimeOffset opened;
    private bool hasFailed;
    private volatile bool mustReopen;
    private long lost;

    /// <summary>Octets that could not be written.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Has the file opened anew before the next is written: another program has put it aside.</summary>
    public void Reopen() => mustReopen = true;

    public void Write(ReadOnlySpan<byte> octets)
    {
        try
        {
            while (!octets.IsEmpty)
            {
                Open();
                var fits = Fitting(octets);
                var written = WriteSome(octets[..fits]);
                length += written;
                octets = octets[written..];
                if (written == fits && (!octets.IsEmpty || IsFull))
                {
                    PutAside();
                }
            }

            hasFailed = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure, octets.Length);
        }
    }

    /// <summary>Closes the file; completes when what was put aside is compressed.</summary>
    public Task CloseAsync()
    {
        Close();
        return old.WhenTidyAsync();
    }

    private bool IsFull => rules.MaxSize > 0 && length >= rules.MaxSize;

    /// <summary>How much of it goes into this file: up to its last line that ends within the size, or to its first line's end.</summary>
    private int Fitting(ReadOnlySpan<byte> octets)
    {
        var room = rules.MaxSize - length;
        if (rules.MaxSize == 0 || octets.Length <= room)
        {
            return octets.Length;
        }

        var end = octets[..(int)Math.Max(room, 0)].LastIndexOf((byte)'\n');
        end = end >= 0 ? end : octets.IndexOf((byte)'\n');
        return end < 0 ? octets.Length : end + 1;
    }

    /// <summary>Writes what there is room for, which is not lost though the rest may be.</summary>
    private int WriteSome(ReadOnlySpan<byte> octets)
    {
        var count = Descriptors.Write((int)file!.SafeFileHandle.DangerousGetHandle(), octets, out var error);
        return count >= 0 ? (int)count : throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    private void Open()
    {
        if (mustReopen || (rules.MaxAge > TimeSpan.Zero && file is not null && length > 0 && time.GetUtcNow() - opened >= rules.MaxAge))
        {
            var wasPutAside = mustReopen;
            mustReopen = false;
            if (wasPutAside)
            {
                Close();
            }
            else
            {
                PutAside();
            }
        }

        if (file is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(rules.Path))!);
            file = new FileStream(Descriptors.OpenToAppend(rules.Path), FileAccess.Write, bufferSize: 0);
            length = file.CanSeek ? file.Length : 0;
            opened = length > 0 ? File.GetLastWriteTimeUtc(rules.Path) : time.GetUtcNow();
        }
    }

    private void PutAside()
    {
        Close();
        old.Add(time.GetUtcNow());
    }

    private void Close()
    {
        file?.Dispose();
        file = null;
    }

    private void Fail(Exception failure, int octets)
    {
        Interlocked.Add(ref lost, octets);
        Close();
        if (!hasFailed)
        {
            hasFailed = true;
            failed($"{rules.Path} can't be written: {failure.Message}; what is written meanwhile is lost, and counted");
        }
    }
}
