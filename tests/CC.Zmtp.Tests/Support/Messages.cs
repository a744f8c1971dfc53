using CC.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Support;

/// <summary>Messages of every shape that framing distinguishes, and ways to cut their octets up.</summary>
internal static class Messages
{
    /// <summary>Lengths around each border: of short headers, of slabs, of what is sent by reference.</summary>
    private static readonly Gen<int> Lengths = Gen.OneOf(
        Gen.Choose(0, 3), Gen.Choose(250, 260), Gen.Choose(2030, 2060), Gen.Choose(16370, 16390), Gen.Choose(65_530, 65_540));

    private static readonly Gen<byte[][]> Frames =
        from count in Gen.Choose(1, 5)
        from bodies in Gen.ArrayOf(Lengths.Select(Body), count)
        select bodies;

    public static Arbitrary<byte[][]> One { get; } = Frames.ToArbitrary();

    public static Arbitrary<byte[][][]> Several { get; } = Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(Frames, count)).ToArbitrary();

    /// <summary>Pieces to receive in, used over and over.</summary>
    public static Arbitrary<int[]> Cuts { get; } = Gen.NonEmptyListOf(
            Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 300), Gen.Choose(1, 70_000)))
        .Select(list => list.ToArray()).ToArbitrary();

    /// <summary>Octets that differ from their neighbours, so that what is shifted is noticed.</summary>
    public static byte[] Body(int length)
    {
        var body = new byte[length];
        for (var i = 0; i < length; i++)
        {
            body[i] = (byte)((i * 31) + length);
        }

        return body;
    }

    public static Multipart Encode(params byte[][] frames) => Multipart.Create(Array.ConvertAll(frames, frame => (ReadOnlyMemory<byte>)frame));

    public static byte[] Octets(this Multipart message)
    {
        var octets = new byte[message.EncodedLength];
        message.CopyTo(octets);
        return octets;
    }
}
