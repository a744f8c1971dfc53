using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.InfoWriter;

/// <summary>A file, or a piece of one, on its way to be stored. Belongs to one thread at a time.</summary>
/// <param name="file">What it says of itself.</param>
/// <param name="packed">Its octets, as they came.</param>
/// <param name="received">How they are compressed.</param>
/// <param name="target">Where it is to be stored.</param>
/// <param name="modified">When the file was last written, in ticks since 1970.</param>
/// <param name="route">Where it came from.</param>
/// <param name="maxContent">The most octets that it may have, uncompressed.</param>
internal sealed class Arrival(InfoFile file, ReadOnlyMemory<byte> packed, Codec received, string target, long modified, MessageRoute route, int maxContent)
{
    private ReadOnlyMemory<byte>? content;

    public InfoFile File => file;

    /// <summary>The file's name on its machine.</summary>
    public string Name => (file.Filename ?? file.PieceOf)!;

    public string Gen => file.Gen ?? "";

    public ReadOnlyMemory<byte> Packed => packed;

    public Codec Received => received;

    public string Target => target;

    public long Modified => modified;

    public MessageRoute Route => route;

    public bool IsPiece => file.PieceOf is not null;

    public bool WantsAnswer => file.Ack != 0;

    /// <summary>Where a piece starts.</summary>
    public long Begin => file.Fpos ?? 0;

    /// <summary>The octets, uncompressed.</summary>
    /// <exception cref="InvalidDataException">They are damaged, too many, or not as many as the file says that it has.</exception>
    public ReadOnlyMemory<byte> Content => content ??= Unpack();

    private ReadOnlyMemory<byte> Unpack()
    {
        var octets = received.Decompress(packed, maxContent);
        var isRight = file.Size is not { } size || (IsPiece ? octets.Length <= size - Begin : octets.Length == size);
        return isRight ? octets : throw new InvalidDataException($"It has {octets.Length} octets of a file that is said to have {file.Size}.");
    }
}
