using System.Collections.Immutable;
using System.Text;
using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>Hands each message to the handlers that its type leads to.</summary>
internal sealed partial class Dispatcher(Traffic traffic, ILogger logger)
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), TimeProvider.System);
    private volatile RouteTable routes = RouteTable.Empty;

    /// <summary>The routes in force; replaced as a whole.</summary>
    public RouteTable Routes
    {
        get => routes;
        set => routes = value;
    }

    /// <summary>Takes what came in by the socket; completes when the next message of the same connection may come.</summary>
    public ValueTask ReceiveAsync(Multipart frames)
    {
        var fault = Message.TryParse(frames, out var message);
        if (fault == MessageFault.None)
        {
            var routed = DispatchAsync(message);
            return routed.IsCompletedSuccessfully ? default : new ValueTask(routed.AsTask());
        }

        traffic.Malformed(fault, frames.ContentLength);
        if (quiet.IsTime(fault.ToString()))
        {
            Log.Invalid(logger, fault, frames.Count);
        }

        return default;
    }

    /// <summary>Completes when all handlers have the message; false if there are none.</summary>
    public ValueTask<bool> DispatchAsync(Message message)
    {
        var bytes = message.ContentLength;
        traffic.Received(bytes);
        var handlers = routes.Find(message.TypeOctets);
        if (handlers.IsEmpty)
        {
            NoRoute(message, bytes);
            return new ValueTask<bool>(false);
        }

        for (var i = 0; i < handlers.Length; i++)
        {
            var delivering = handlers[i].DeliverAsync(message);
            if (!delivering.IsCompletedSuccessfully)
            {
                return DispatchRestAsync(delivering, message, handlers, i + 1);
            }
        }

        return new ValueTask<bool>(true);
    }

    private static async ValueTask<bool> DispatchRestAsync(ValueTask delivering, Message message, ImmutableArray<HandlerSlot> handlers, int next)
    {
        await delivering;
        for (; next < handlers.Length; next++)
        {
            await handlers[next].DeliverAsync(message);
        }

        return true;
    }

    private void NoRoute(in Message message, long bytes)
    {
        traffic.Dropped("no-route", bytes);
        var type = message.TypeOctets;
        var dot = type.IndexOf((byte)'.');
        if (quiet.IsTime(Encoding.ASCII.GetString(dot < 0 ? type : type[..dot])))
        {
            Log.NoRoute(logger, message.Type);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "invalid message: {Fault}, {Frames} frames; more of the kind are only counted for a while")]
        public static partial void Invalid(ILogger logger, MessageFault fault, int frames);

        [LoggerMessage(2, LogLevel.Warning, "no route for {Type}; more of the kind are only counted for a while")]
        public static partial void NoRoute(ILogger logger, string type);
    }
}
