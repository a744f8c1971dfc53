using CC.Frames;

namespace CC.Sdk;

/// <summary>
/// The address frames in front of a message: each hop adds one, and an answer sent along the same frames finds its way
/// back. What they contain is for the hops alone. The default value is the route of a message that starts here.
/// </summary>
public readonly struct MessageRoute : IEquatable<MessageRoute>
{
    private readonly byte[]? octets;

    internal MessageRoute(ReadOnlySpan<byte> envelope, ReadOnlyMemory<byte> rest) => octets = [.. envelope, .. rest.Span];

    /// <summary>Whether there are no address frames.</summary>
    public bool IsEmpty => octets is null or [];

    /// <summary>The number of address frames.</summary>
    public int Count => IsEmpty ? 0 : Multipart.FromEncoded(octets).Count;

    /// <summary>Whether two routes have the same frames.</summary>
    public static bool operator ==(MessageRoute left, MessageRoute right) => left.Equals(right);

    /// <summary>Whether two routes differ.</summary>
    public static bool operator !=(MessageRoute left, MessageRoute right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(MessageRoute other) => octets.AsSpan().SequenceEqual(other.octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MessageRoute other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(octets);
        return hash.ToHashCode();
    }

    /// <summary>The address that an answer is sent to first; nothing if there is none.</summary>
    internal ReadOnlyMemory<byte> First() => IsEmpty ? default : Multipart.FromEncoded(octets)[0];

    internal Multipart PutBefore(Multipart parts) =>
        IsEmpty ? parts : Multipart.FromEncoded((byte[])[.. octets!, .. parts.Body.Span]);
}
