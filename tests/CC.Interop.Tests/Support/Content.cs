using System.Text;
using CC.Frames;

namespace CC.Interop.Tests.Support;

/// <summary>Frames as the libzmq peer spells them: hexadecimal, or '#' and a size for the pattern of that size.</summary>
internal static class Content
{
    private const int LongestSpeltOut = 1024;

    /// <summary>Octets that differ from their neighbours and from those of another size.</summary>
    public static byte[] Pattern(int size)
    {
        var octets = GC.AllocateUninitializedArray<byte>(size);
        for (var i = 0; i < Math.Min(256, size); i++)
        {
            octets[i] = (byte)((i * 31) + size);
        }

        for (var filled = 256; filled < size; filled *= 2)
        {
            octets.AsSpan(0, Math.Min(filled, size - filled)).CopyTo(octets.AsSpan(filled));
        }

        return octets;
    }

    public static string[] Spell(params string[] texts) => Array.ConvertAll(texts, text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));

    public static string[] Spell(Multipart message)
    {
        var spelt = new List<string>();
        foreach (var frame in message)
        {
            spelt.Add(Spell(frame.Span));
        }

        return [.. spelt];
    }

    public static Multipart Decode(params string[] frames) =>
        Multipart.Create(Array.ConvertAll(frames, frame => (ReadOnlyMemory<byte>)(frame.StartsWith('#') ? Pattern(int.Parse(frame.AsSpan(1))) : Convert.FromHexString(frame))));

    /// <summary>A frame of that size as its spelling.</summary>
    public static string OfSize(int size) => size <= LongestSpeltOut ? Convert.ToHexStringLower(Pattern(size)) : $"#{size}";

    /// <summary>A message that carries its number.</summary>
    public static Multipart Numbered(long number, int size = 8)
    {
        var octets = new byte[size];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(octets, number);
        return Multipart.Create((ReadOnlyMemory<byte>)octets);
    }

    /// <summary>The number that a message carries in its last frame.</summary>
    public static long NumberOf(Multipart message)
    {
        var last = default(ReadOnlyMemory<byte>);
        foreach (var frame in message)
        {
            last = frame;
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(last.Span);
    }

    private static string Spell(ReadOnlySpan<byte> frame) =>
        frame.Length <= LongestSpeltOut ? Convert.ToHexStringLower(frame)
        : frame.SequenceEqual(Pattern(frame.Length)) ? $"#{frame.Length}"
        : $"spoiled, {frame.Length} octets";
}
