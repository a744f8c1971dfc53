namespace CC.Zmtp;

/// <summary>The network, the other side or the configuration prevents something; <see cref="Error"/> says what.</summary>
public sealed class ZmtpException : Exception
{
    /// <summary>Makes the exception. Peers have their part in messages, so what is not printable is written as an escape.</summary>
    public ZmtpException(ZmtpError error, string message, Exception? inner = null)
        : base(Printable.Text(message), inner) => Error = error;

    /// <summary>What went wrong, as a name to decide by.</summary>
    public ZmtpError Error { get; }
}
