using CC.Client;
using CC.Client.Control;
using CC.Client.Security;
using CC.Sdk;
using CC.Zmtp;

namespace CC.Cli.Nodes;

/// <summary>A link to a node over which one thing is asked after the other. A node that is not there is not waited for.</summary>
internal sealed class NodeLink : IAsyncDisposable
{
    private readonly TaskCompletionSource<string> unreachable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CcClient client;
    private Message? unasked;

    private readonly MessageSecurity? security;

    /// <param name="endpoint">The node.</param>
    /// <param name="security">What is signed and verified with; null for nothing.</param>
    public NodeLink(string endpoint, MessageSecurity? security = null)
    {
        this.security = security;
        Endpoint = endpoint;
        client = new CcClient(endpoint, new ZmtpSocketOptions { OnEvent = Watch, Linger = TimeSpan.Zero })
        {
            Unasked = message => unasked ??= message.Detach(),
        };
    }

    public string Endpoint { get; }

    /// <summary>Asks, and returns the answer.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="limit">How long the answer may take.</param>
    /// <param name="late">What is told if it takes longer; null for what is usual.</param>
    /// <exception cref="CommandFailure">The node is not there, or does not answer in time, or says no.</exception>
    public async Task<Message> AskAsync(Message request, TimeSpan limit, string? late = null) => Refusal.Examine(await AnswerAsync(request, limit, late), Endpoint);

    /// <summary>
    /// Sends what needs no answer, and asks the node behind it, over the same connection, if it is there: when that is answered, in whatever words, the node has
    /// read the message. What it says against the message until then counts, too.
    /// </summary>
    /// <exception cref="CommandFailure">The node is not there, or does not answer in time, or has no route for the message.</exception>
    public async Task DeliverAsync(Message message, TimeSpan limit)
    {
        await client.PublishAsync(Sealed(message));
        await AnswerAsync(RequestBody.Compose(new ControlRequest { Req = ControlTypes.Ping }, TimeProvider.System), limit);
        if (unasked is { } said)
        {
            Refusal.Examine(Trust.Examine(said, security, Endpoint), Endpoint);
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<Message> AnswerAsync(Message request, TimeSpan limit, string? late = null)
    {
        using var over = new CancellationTokenSource();
        var answering = client.RequestAsync(Sealed(request), limit, over.Token);
        if (await Task.WhenAny(answering, unreachable.Task) != answering)
        {
            await over.CancelAsync();
            await answering.ContinueWith(_ => { }, TaskScheduler.Default);
            throw new CommandFailure(ExitCode.NoAnswer, await unreachable.Task);
        }

        try
        {
            return Trust.Examine(await answering, security, Endpoint);
        }
        catch (TimeoutException)
        {
            throw new CommandFailure(
                ExitCode.NoAnswer,
                late ?? $"{Endpoint} has not answered {request.Type} within {limit.TotalSeconds:0.###} s; look into the node's log, or wait longer with --timeout");
        }
    }

    private Message Sealed(in Message message) => security?.Seal(message) ?? message;

    private void Watch(ZmtpEvent what)
    {
        if (LinkTrouble.Of(what, Endpoint) is { } why)
        {
            unreachable.TrySetResult(why);
        }
    }
}
