using CC.Bench.Peers;

namespace CC.Bench.Echo;

/// <summary>A bare libzmq ROUTER that sends back what it gets, frame by frame.</summary>
internal static class LibZmqEcho
{
    public static Task RunAsync(string endpoint)
    {
        var socket = LibZmq.Open(LibZmq.NewContext(), LibZmq.Router);
        _ = LibZmq.Bind(socket, endpoint);
        Console.Out.WriteLine("ready");
        var frame = new byte[4096];
        while (true)
        {
            var length = LibZmq.Receive(socket, frame, (nuint)frame.Length, 0);
            var more = LibZmq.HasMore(socket);
            _ = LibZmq.Send(socket, frame.AsSpan(0, length), (nuint)length, more ? LibZmq.SendMore : 0);
        }
    }
}
