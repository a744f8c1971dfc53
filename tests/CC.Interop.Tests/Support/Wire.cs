using System.Buffers.Binary;
using System.Text;

namespace CC.Interop.Tests.Support;

/// <summary>ZMTP 3.1 octet by octet, written down once more: what tests say must not come from what they test.</summary>
internal static class Wire
{
    public const int GreetingSize = 64;

    /// <summary>The greeting of a peer that asks for no security.</summary>
    public static byte[] Greeting { get; } =
    [
        0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, (byte)'N', (byte)'U', (byte)'L', (byte)'L', .. new byte[16], 0, .. new byte[31],
    ];

    public static byte[] Ready(string socketType, string identity = "") =>
        Command("READY", [.. Property("Socket-Type", socketType), .. Property("Identity", identity)]);

    public static byte[] Command(string name, params ReadOnlySpan<byte> data) => Framed(4, [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data]);

    public static byte[] Frame(byte[] body, bool more = false) => Framed(more ? 1 : 0, body);

    /// <summary>The header of a long frame, whatever it announces.</summary>
    public static byte[] LongHeader(byte flags, ulong length)
    {
        var header = new byte[9];
        header[0] = flags;
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(1), length);
        return header;
    }

    private static byte[] Framed(int flags, byte[] body) =>
        body.Length < 256 ? [(byte)flags, (byte)body.Length, .. body] : [.. LongHeader((byte)(flags | 2), (ulong)body.Length), .. body];

    private static byte[] Property(string name, string value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. Encoding.ASCII.GetBytes(value)];
    }
}
