using System.Security.Cryptography;
using System.Text;
using CC.Zmtp.Protocol;
using CC.Zmtp.Security;

namespace CC.Zmtp;

/// <summary>A security mechanism and its credentials (RFC 37, "Authentication and Confidentiality").</summary>
public abstract class ZmtpSecurity
{
    private protected ZmtpSecurity(string name) => Name = name;

    /// <summary>No authentication and no confidentiality (RFC 37, "The NULL Security Mechanism").</summary>
    public static ZmtpSecurity Null { get; } = new NullSecurity();

    /// <summary>The mechanism's name in the greeting, at most 20 octets.</summary>
    public string Name { get; }

    /// <summary>Whether this side is the server of the mechanism, told in the greeting.</summary>
    internal abstract bool IsServer { get; }

    /// <summary>The client's side of PLAIN: user name and password of up to 255 octets of UTF-8 each, in clear text (RFC 24).</summary>
    public static ZmtpSecurity PlainClient(string username, string password) => new PlainClientSecurity(Field(username), Field(password));

    /// <summary>The server's side of PLAIN (RFC 24). <paramref name="authenticate"/> gets user name and password, on any thread, and must not throw.</summary>
    public static ZmtpSecurity PlainServer(Func<string, string, bool> authenticate) => new PlainServerSecurity(authenticate);

    /// <summary>The server's side of PLAIN for a single user, compared in constant time.</summary>
    public static ZmtpSecurity PlainServer(string username, string password)
    {
        var expected = Pair(username, password);
        return PlainServer((user, pass) => CryptographicOperations.FixedTimeEquals(Pair(user, pass), expected));

        static byte[] Pair(string user, string pass) => SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Length}:{user}{pass}"));
    }

    /// <summary>One connection's handshake by this mechanism.</summary>
    internal abstract Mechanism Begin(HandshakeProperties own);

    private static byte[] Field(string text)
    {
        var field = Encoding.UTF8.GetBytes(text);
        return field.Length <= byte.MaxValue ? field : throw new ArgumentException("PLAIN takes user names and passwords of up to 255 octets.");
    }
}
