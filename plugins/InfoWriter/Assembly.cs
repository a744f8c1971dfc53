using System.Security.Cryptography;

namespace CC.Plugins.InfoWriter;

/// <summary>A long file that comes in pieces, as far as they have come. Belongs to one worker.</summary>
internal sealed class Assembly(Arrival first, Successor file, long now) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Successor File => file;

    /// <summary>How far it has come.</summary>
    public PieceProgress Progress { get; private set; } = new(first.Gen, first.Modified, 0);

    /// <summary>When the last piece came, as a timestamp.</summary>
    public long LastUse { get; private set; } = now;

    /// <summary>Adds the piece that comes next.</summary>
    /// <param name="content">The octets, uncompressed.</param>
    /// <param name="stored">The same, as they are stored.</param>
    /// <param name="time">A timestamp.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Append(ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> stored, long time)
    {
        file.Append(stored.Span);
        hash.AppendData(content.Span);
        Progress = Progress with { Next = Progress.Next + content.Length };
        LastUse = time;
    }

    /// <summary>Whether what has come, which is all, is what the sender has.</summary>
    public bool Has(string? expected) => expected == $"SHA-256:{Convert.ToHexStringLower(hash.GetCurrentHash())}";

    /// <summary>Hands over the file, which is whole.</summary>
    public Successor Release()
    {
        hash.Dispose();
        return file;
    }

    public void Dispose()
    {
        hash.Dispose();
        file.Dispose();
    }
}
