using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>A fragment on its way to be stored. Belongs to one thread at a time.</summary>
/// <param name="fragment">What it says of itself.</param>
/// <param name="packed">Its octets, as they came.</param>
/// <param name="received">How they are compressed.</param>
/// <param name="path">Where it is to be stored, without the extension of a compressed file and the time of a rotated one.</param>
/// <param name="route">Where it came from.</param>
/// <param name="maxContent">The most octets that it may have, uncompressed.</param>
internal sealed class Arrival(LogtailFragment fragment, ReadOnlyMemory<byte> packed, Codec received, string path, MessageRoute route, int maxContent)
{
    private ReadOnlyMemory<byte>? content;

    public LogtailFragment Fragment => fragment;

    public SourceKey Source { get; } = SourceKey.Of(fragment);

    public ReadOnlyMemory<byte> Packed => packed;

    public Codec Received => received;

    public string Path => path;

    public MessageRoute Route => route;

    public bool IsRotated => fragment.OpMode == LogtailFragment.Rotated;

    /// <summary>Whether it has no octets and only asks what is stored.</summary>
    public bool IsQuestion => fragment.OpMode == LogtailFragment.Question;

    /// <summary>The octets, uncompressed.</summary>
    /// <exception cref="InvalidDataException">They are damaged, too many, or not as many as the fragment says.</exception>
    public ReadOnlyMemory<byte> Content => content ??= Unpack();

    /// <summary>How many octets there are, uncompressed: as it says, or as they are.</summary>
    public long Length => fragment.Length ?? Content.Length;

    private ReadOnlyMemory<byte> Unpack()
    {
        var octets = received.Decompress(packed, maxContent);
        return fragment.Length is { } length && length != octets.Length
            ? throw new InvalidDataException($"It has {octets.Length} octets, and says that it has {length}.")
            : octets;
    }
}
