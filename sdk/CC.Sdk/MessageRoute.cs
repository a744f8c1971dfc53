using CC.Frames;

namespace CC.Sdk;

/// <summary>
/// The address frames in front of a message: each hop adds one, and an answer sent along the same frames finds its way
/// back. What they contain is for the hops alone. The default value is the route of a message that starts here.
/// </summary>
public readonly struct MessageRoute
{
    private readonly byte[]? octets;

    internal MessageRoute(ReadOnlySpan<byte> envelope, ReadOnlyMemory<byte> rest) => octets = [.. envelope, .. rest.Span];

    /// <summary>Whether there are no address frames.</summary>
    public bool IsEmpty => octets is null or [];

    /// <summary>The number of address frames.</summary>
    public int Count => IsEmpty ? 0 : Multipart.FromEncoded(octets).Count;

    internal Multipart PutBefore(Multipart parts) =>
        IsEmpty ? parts : Multipart.FromEncoded((byte[])[.. octets!, .. parts.Body.Span]);
}
