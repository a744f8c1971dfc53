using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>Says whether a message may go on to its handlers.</summary>
internal delegate bool Admit(in Message message);

/// <summary>Hands each message to the handlers that its type leads to.</summary>
/// <param name="traffic">Where messages are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where what goes wrong is told.</param>
/// <param name="unrouted">Told of each message that no route takes.</param>
internal sealed partial class Dispatcher(Traffic traffic, TimeProvider time, ILogger logger, Action<Message>? unrouted = null)
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);
    private volatile RouteTable routes = RouteTable.Empty;
    private volatile Admit? guard;

    /// <summary>The routes in force; replaced as a whole.</summary>
    public RouteTable Routes
    {
        get => routes;
        set => routes = value;
    }

    /// <summary>Looks at what comes in by the socket before any handler does, if messages are verified at all.</summary>
    public Admit? Guard
    {
        get => guard;
        set => guard = value;
    }

    /// <summary>Takes what came in by the socket; completes when the next message of the same connection may come.</summary>
    public ValueTask ReceiveAsync(Multipart frames)
    {
        var fault = Message.TryParse(frames, out var message);
        if (fault == MessageFault.None)
        {
            var routed = guard is { } admits ? DispatchGuarded(message, admits) : DispatchAsync(message);
            return routed.IsCompletedSuccessfully ? default : Whole(routed);
        }

        Malformed(fault, frames);
        return default;
    }

    /// <summary>Completes when all handlers have the message; false if there are none.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; further handlers do not get the message.</exception>
    public ValueTask<bool> DispatchAsync(in Message message, CancellationToken cancellationToken = default)
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
                return DispatchRest(delivering, message, handlers, i + 1, cancellationToken);
            }
        }

        return new ValueTask<bool>(true);
    }

    /// <summary>Hands a message to the handler of a section; completes when that has it.</summary>
    /// <exception cref="ArgumentException">No handler has that section.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room.</exception>
    public ValueTask ForwardAsync(string section, in Message message, CancellationToken cancellationToken) =>
        routes.Section(section) is { } slot
            ? slot.DeliverAsync(message, cancellationToken)
            : throw new ArgumentException($"[{section}] is no handler's section that an option of a section in use refers to; declare the option with Refers = SectionKind.Handler", nameof(section));

    /// <summary>Keeps the state machine's copy of the message out of the stack frame above, which is made for each message.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueTask<bool> DispatchRest(
        ValueTask delivering, in Message message, ImmutableArray<HandlerSlot> handlers, int next, CancellationToken cancellationToken) =>
        DispatchRestAsync(delivering, message, handlers, next, cancellationToken);

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<bool> DispatchGuarded(in Message message, Admit admits)
    {
        var arrived = message.Arrived();
        if (admits(arrived))
        {
            return DispatchAsync(arrived);
        }

        traffic.Received(message.ContentLength);
        traffic.Dropped(DropReasons.NotPermitted, message.ContentLength);
        return new ValueTask<bool>(false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Malformed(MessageFault fault, in Multipart frames)
    {
        traffic.Malformed(fault, frames.ContentLength);
        if (quiet.IsTime(fault.ToString()))
        {
            Log.Invalid(logger, fault, frames.Count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueTask Whole(ValueTask<bool> routed) => new(routed.AsTask());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoRoute(in Message message, long bytes)
    {
        traffic.Dropped(DropReasons.NoRoute, bytes);
        unrouted?.Invoke(message);
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
