using System.Net.Sockets;
using CC.Programs;
using CC.Supervision.Processes;

namespace CC.Supervision.Health;

/// <summary>Looks once whether something is as it should be.</summary>
internal sealed class Probe(ProbeRules rules, ProcessOrder order, ProcessHost host, TimeProvider time)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false });

    /// <summary>False also when it takes too long.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(rules.Timeout, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return rules.Kind switch
            {
                ProbeKind.Exec => await ExecuteAsync(over.Token).ConfigureAwait(false),
                ProbeKind.Tcp => await ConnectAsync(over.Token).ConfigureAwait(false),
                ProbeKind.Http => await GetAsync(over.Token).ConfigureAwait(false),
                _ => throw new InvalidOperationException($"{rules.Kind} is told, not looked for."),
            };
        }
        catch (Exception failure) when (failure is SocketException or HttpRequestException or ProcessStartException or IOException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>The program runs as the process does: with its environment, folder and identity.</summary>
    private async Task<bool> ExecuteAsync(CancellationToken cancellationToken)
    {
        var words = CommandWords.Split(rules.Target);
        var process = host.Start(new ProcessOrder(words[0], [.. words.Skip(1)])
        {
            Environment = order.Environment,
            WorkingDirectory = order.WorkingDirectory,
            Identity = order.Identity,
        });
        try
        {
            return (await process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false)).IsSuccess;
        }
        catch (OperationCanceledException)
        {
            process.SignalTree(Signals.Kill);
            throw;
        }
    }

    private async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        var colon = rules.Target.LastIndexOf(':');
        using var socket = new TcpClient();
        await socket.ConnectAsync(rules.Target[..colon], int.Parse(rules.Target[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> GetAsync(CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(rules.Target, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return (int)answer.StatusCode is >= 200 and < 400;
    }
}
