using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Echo;

/// <summary>Answers pings, and pings other nodes.</summary>
[Handler("echo", Concurrent = true)]
public sealed class EchoHandler : IHandler, IAsyncDisposable
{
    private readonly IMessages messages;
    private readonly PingLink[] links;

    /// <summary>Starts to ping the nodes that the options name.</summary>
    public EchoHandler(EchoOptions options, IMessages messages, TimeProvider time, ILogger<EchoHandler> logger)
    {
        this.messages = messages;
        links = [.. options.PingRemotes.Select(url => new PingLink(url, messages, time, logger))];
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!message.TypeOctets.SequenceEqual("echo.request"u8))
        {
            throw new MessageException(MessageFault.NotForHandler, "echo answers echo.request only");
        }

        Answer(message);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in links)
        {
            await link.DisposeAsync();
        }
    }

    private void Answer(in Message message)
    {
        var request = messages.Open(message, BodiesJson.Default.EchoRequest);
        if (request.Time == 0 || request.Hostname.Length == 0)
        {
            throw new MessageException(MessageFault.BadField, "a ping needs time and hostname");
        }

        var response = new EchoResponse
        {
            Req = EchoResponse.Type,
            OrigHostname = request.Hostname,
            OrigTarget = request.Target,
            OrigTime = request.Time,
        };
        messages.Reply(message, response, BodiesJson.Default.EchoResponse);
    }
}
