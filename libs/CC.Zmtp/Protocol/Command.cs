using System.Text;
using CC.Frames;

namespace CC.Zmtp.Protocol;

/// <summary>A command frame's body: a name with its length in front, then data (RFC 37, "Commands").</summary>
internal readonly ref struct Command
{
    /// <summary>How libzmq 4.3.4's server of PLAIN writes the octet 5 and ERROR, as seen on the wire.</summary>
    private static ReadOnlySpan<byte> MisspeltError => "^RROR"u8;

    private Command(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Name = name;
        Data = data;
    }

    public ReadOnlySpan<byte> Name { get; }

    public ReadOnlySpan<byte> Data { get; }

    public static Command Parse(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(MisspeltError))
        {
            return new Command("ERROR"u8, body[MisspeltError.Length..]);
        }

        if (body.IsEmpty || body[0] == 0 || body.Length < 1 + body[0])
        {
            throw new ZmtpException(ZmtpError.MalformedCommand, "A command's name is longer than the command.");
        }

        return new Command(body.Slice(1, body[0]), body[(1 + body[0])..]);
    }

    /// <summary>The whole frame of a command.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> name, params ReadOnlySpan<byte> data)
    {
        var length = 1 + name.Length + data.Length;
        var header = new FrameHeader(FrameFlags.Command | (length > FrameHeader.MaxShortBody ? FrameFlags.Long : FrameFlags.None), length);
        var frame = new byte[header.Size + length];
        var position = header.Write(frame);
        frame[position++] = (byte)name.Length;
        name.CopyTo(frame.AsSpan(position));
        data.CopyTo(frame.AsSpan(position + name.Length));
        return frame;
    }

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    public override string ToString() => Encoding.ASCII.GetString(Name);
}
