using System.Net;
using System.Net.Sockets;

namespace CC.EndToEnd.Tests;

/// <summary>
/// Finds ports for nodes that keep theirs over a restart. They are outside of the range from which the system serves those who ask for any port: while
/// a node is down nobody else gets its port, nor does who tries to connect to it end up connected to itself.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int End = 32_000;

    /// <summary>The first of some free ports in a row.</summary>
    public static int Find(int count = 1)
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (Enumerable.Range(port, count).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
