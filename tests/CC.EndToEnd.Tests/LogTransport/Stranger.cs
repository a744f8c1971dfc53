using System.Text;
using System.Text.Json;
using CC.Frames;
using CC.Zmtp;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Somebody who connects to a node and sends what they like.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly ZmtpSocket dealer = new(SocketType.Dealer);

    public Stranger(string endpoint) => dealer.Connect(endpoint);

    public ValueTask SendAsync(params ReadOnlySpan<string> frames) => dealer.SendAsync(Multipart.Create(frames));

    /// <summary>Sends a piece of a file as CC 0.8.7 does, under any name.</summary>
    public ValueTask SendFragmentAsync(string host, string file, string content) => SendAsync("", "pub.logtail", JsonSerializer.Serialize(new
    {
        req = "pub.logtail",
        hostname = host,
        filename = file,
        time = 1.5,
        comp = "",
        mode = "b",
        op_mode = "",
        fpos = 0,
        st_dev = 1,
        st_ino = 1,
        data = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)),
        blob_hash = "",
    }));

    public ValueTask DisposeAsync() => dealer.DisposeAsync();
}
