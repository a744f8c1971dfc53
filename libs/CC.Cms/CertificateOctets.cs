using System.Buffers.Binary;

namespace CC.Cms;

/// <summary>Compares certificates by all their octets; the last ones, of the authority's signature, are as good as random.</summary>
internal sealed class CertificateOctets : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static CertificateOctets Comparer { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj) => obj.Length < sizeof(int) ? obj.Length : BinaryPrimitives.ReadInt32LittleEndian(obj.Span[^sizeof(int)..]);
}
