namespace CC.Zmtp.Transports;

/// <summary>Opens streams to an endpoint, and listens on one.</summary>
internal abstract class Transport
{
    /// <exception cref="ZmtpException">The endpoint can't be reached now.</exception>
    public abstract Task<ByteStream> ConnectAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken);

    /// <exception cref="ZmtpException">The endpoint can't be bound.</exception>
    public abstract Task<Listener> BindAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken);

    public static Transport For(ZmtpEndpoint endpoint, TcpOptions tcp) => endpoint.Scheme switch
    {
        "tcp" => new TcpTransport(tcp),
        "ipc" => new IpcTransport(),
        _ => new InprocTransport(),
    };
}

/// <summary>A bound endpoint.</summary>
internal abstract class Listener(ZmtpEndpoint endpoint) : IDisposable
{
    /// <summary>The endpoint with what was left open filled in, such as the port.</summary>
    public ZmtpEndpoint Endpoint => endpoint;

    /// <exception cref="OperationCanceledException">The listener was disposed.</exception>
    /// <exception cref="ZmtpException">One connection could not be taken; the next may.</exception>
    public abstract Task<ByteStream> AcceptAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
