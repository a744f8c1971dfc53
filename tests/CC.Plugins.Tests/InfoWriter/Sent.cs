using System.Security.Cryptography;
using System.Text;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>A file as a sender sends it, and whatever else somebody may send.</summary>
internal sealed record Sent(string Content)
{
    public string Host { get; init; } = "web1";

    public string File { get; init; } = "/var/info/disk";

    public double Mtime { get; init; } = 1000.25;

    public int Ack { get; init; } = 1;

    public string? Gen { get; init; } = "a";

    public string Comp { get; init; } = "";

    public bool UseBlob { get; init; } = true;

    /// <summary>What is sent in place of the content, compressed as <see cref="Comp"/> says.</summary>
    public byte[]? Octets { get; init; }

    /// <summary>What it says of its length, if not the truth.</summary>
    public long? Size { get; init; }

    /// <summary>What it says of its hash, if not the truth.</summary>
    public string? Hash { get; init; }

    /// <summary>A file of a sender that knows no acknowledgements.</summary>
    public Sent Plain() => this with { Ack = 0, Gen = null };

    public Message ToMessage() => Compose(Body(Content) with { Filename = File, Size = Ack == 0 ? null : Size ?? Content.Length }, Content);

    /// <summary>The piece from one offset to another.</summary>
    public Message Piece(int begin, int end) => Compose(
        Body(Content[begin..end]) with
        {
            PieceOf = File,
            Fpos = begin,
            Size = Content.Length,
            Hash = end == Content.Length ? Hash ?? $"SHA-256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))}" : null,
        },
        Content[begin..end]);

    private byte[] Packed(string content) => Octets ?? Codec.Find(Comp)!.Compress(Encoding.UTF8.GetBytes(content), 6).ToArray();

    private InfoFile Body(string content) => new()
    {
        Req = "pub.infofile",
        Hostname = Host,
        Mtime = Mtime,
        Comp = Comp,
        Data = UseBlob ? "" : Convert.ToBase64String(Packed(content)),
        Ack = Ack,
        Gen = Gen,
    };

    private Message Compose(InfoFile body, string content) => new FakeMessages()
        .Compose(body, BodiesJson.Default.InfoFile, UseBlob ? Packed(content) : default(ReadOnlyMemory<byte>?))
        .From(Frames.Multipart.EncodeAddress("sender"u8));
}
