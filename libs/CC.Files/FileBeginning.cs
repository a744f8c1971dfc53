using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Reads a file up to a certain length, whatever is appended to it meanwhile.</summary>
internal sealed class FileBeginning(SafeFileHandle file, long length, long begin) : Stream
{
    private long position = begin;

    public override bool CanRead => true;

    /// <summary>That of the file; only asked for.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var room = (int)Math.Clamp(length - position, 0, buffer.Length);
        var count = room == 0 ? 0 : RandomAccess.Read(file, buffer[..room], position);
        position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
