using System.Collections.Immutable;
using System.Text;
using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>Hands each message to the handlers that its type leads to.</summary>
internal sealed partial class Dispatcher(Traffic traffic, TimeProvider time, ILogger logger)
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);
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
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; further handlers do not get the message.</exception>
    public ValueTask<bool> DispatchAsync(Message message, CancellationToken cancellationToken = default)
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
            var delivering = handlers[i].DeliverAsync(message, cancellationToken);
            if (!delivering.IsCompletedSuccessfully)
            {
                return DispatchRestAsync(delivering, message, handlers, i + 1, cancellationToken);
            }
        }

        return new ValueTask<bool>(true);
    }

    private static async ValueTask<bool> DispatchRestAsync(
        ValueTask delivering, Message message, ImmutableArray<HandlerSlot> handlers, int next, CancellationToken cancellationToken)
    {
        await delivering;
        for (; next < handlers.Length; next++)
        {
            await handlers[next].DeliverAsync(message, cancellationToken);
        }

        return true;
    }

    private void NoRoute(in Message message, long bytes)
    {
        traffic.Dropped(DropReasons.NoRoute, bytes);
        if (quiet.IsTime(KindOf(message.TypeOctets)))
        {
            Log.NoRoute(logger, message.Type);
        }
    }

    /// <summary>The type's first two labels: what follows them may be ids, of which there is no end.</summary>
    private static string KindOf(ReadOnlySpan<byte> type)
    {
        var first = type.IndexOf((byte)'.');
        var second = first < 0 ? -1 : type[(first + 1)..].IndexOf((byte)'.');
        return Encoding.ASCII.GetString(second < 0 ? type : type[..(first + 1 + second)]);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "invalid message: {Fault}, {Frames} frames; more of the kind are only counted for a while")]
        public static partial void Invalid(ILogger logger, MessageFault fault, int frames);

        [LoggerMessage(2, LogLevel.Warning, "no route for {Type}; more of the kind are only counted for a while")]
        public static partial void NoRoute(ILogger logger, string type);
    }
}
