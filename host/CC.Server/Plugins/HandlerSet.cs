using CC.Sdk;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Plugins;

/// <summary>The handlers that a configuration refers to: makes them, changes them with it, and ends them. Not thread-safe.</summary>
internal sealed partial class HandlerSet(Func<HandlerModel, ComponentServices> services, Func<string, HandlerSlot> newSlot, Disposal disposal, ILogger logger)
{
    private readonly Dictionary<string, HandlerSlot> slots = [];
    private readonly Dictionary<string, HandlerModel> models = [];

    /// <summary>Makes the handlers that are new or differ, beside the ones that run.</summary>
    /// <exception cref="ComponentException">One can't be made; those that could are disposed again, and nothing has changed.</exception>
    public async Task<HandlerChange> PrepareAsync(IReadOnlyDictionary<string, HandlerModel> next, CancellationToken deadline)
    {
        var made = new Dictionary<string, IHandler>();
        try
        {
            foreach (var (section, model) in next.Where(entry => NeedsMaking(entry.Value)))
            {
                made[section] = await ComponentFactory.CreateAsync<IHandler>(
                    model.Component, model.Options, services(model), late => disposal.DisposeAsync(section, late, CancellationToken.None), deadline);
            }

            return new HandlerChange(next, made);
        }
        catch (ComponentException)
        {
            await Task.WhenAll(made.Select(entry => disposal.DisposeAsync(entry.Key, entry.Value, deadline)));
            throw;
        }
    }

    /// <summary>
    /// Puts the handlers in place and returns the routes to them. Nothing of it can fail. What is to be done with those that are
    /// replaced, or no longer referred to, is for <see cref="SettleAsync"/>, after the routes are in force.
    /// </summary>
    public RouteTable Put(HandlerChange change, IReadOnlyList<Route> routes)
    {
        foreach (var (section, model) in change.Next)
        {
            if (!slots.TryGetValue(section, out var slot))
            {
                slots[section] = slot = newSlot(section);
            }

            if (change.Made.TryGetValue(section, out var handler))
            {
                if (slot.Put(handler, model.Mailbox) is { } before)
                {
                    change.Replaced.Add((slot, before));
                }
            }
            else
            {
                slot.Use(model.Mailbox);
                change.Kept.Add((slot, model));
            }

            models[section] = model;
        }

        foreach (var section in slots.Keys.Where(section => !change.Next.ContainsKey(section)).ToArray())
        {
            change.Removed.Add(slots[section]);
            slots.Remove(section);
            models.Remove(section);
        }

        return new RouteTable(routes, slots);
    }

    /// <summary>Ends what was replaced or removed, after it has finished what it holds, and tells the rest what has changed. False if anything had to be left behind.</summary>
    public async Task<bool> SettleAsync(HandlerChange change, IReadOnlySet<string> changedSections, CancellationToken deadline)
    {
        var ended = await Task.WhenAll([
            .. change.Replaced.Select(entry => ClearAsync(entry.Slot, entry.Before, deadline)),
            .. change.Removed.Select(slot => EndAsync(slot, deadline)),
            .. change.Kept.Select(entry => ReconfigureAsync(entry.Slot, entry.Model, changedSections, deadline)),
        ]);
        return ended.All(inOrder => inOrder);
    }

    /// <summary>Waits until all that the handlers have queued, for each other too, is handled, or the deadline has come.</summary>
    public async Task DrainAsync(CancellationToken deadline)
    {
        while (!deadline.IsCancellationRequested && slots.Values.Select(slot => slot.WhenIdleAsync()).Where(idle => !idle.IsCompleted).ToArray() is { Length: > 0 } busy)
        {
            await Task.WhenAll(busy).WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends all handlers. False if any had to be left behind.</summary>
    public async Task<bool> EndAsync(CancellationToken deadline)
    {
        var ended = await Task.WhenAll(slots.Values.Select(slot => EndAsync(slot, deadline)));
        slots.Clear();
        models.Clear();
        return ended.All(inOrder => inOrder);
    }

    private bool NeedsMaking(HandlerModel next) =>
        !models.TryGetValue(next.Name, out var now)
        || (!now.IsSameHandler(next) && !(now.Component.Type == next.Component.Type && Reconfiguration.IsTakenBy(slots[next.Name].Handler!)));

    private async Task<bool> ClearAsync(HandlerSlot slot, Occupant before, CancellationToken deadline)
    {
        var finished = await slot.ClearAsync(before, deadline);
        var disposed = await disposal.DisposeAsync(slot.Section, before.Handler, deadline);
        before.Go();
        return finished && disposed;
    }

    private async Task<bool> EndAsync(HandlerSlot slot, CancellationToken deadline)
    {
        var (last, finished) = await slot.CloseAsync(deadline);
        return await disposal.DisposeAsync(slot.Section, last?.Handler, deadline) && finished;
    }

    private async Task<bool> ReconfigureAsync(HandlerSlot slot, HandlerModel model, IReadOnlySet<string> changedSections, CancellationToken deadline)
    {
        try
        {
            await Reconfiguration.OfferAsync(slot.Handler!, model.Options, changedSections, deadline).WaitAsync(deadline);
            return true;
        }
        catch (Exception failure)
        {
            Log.NotReconfigured(logger, failure, slot.Section);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Section} has not taken its changed configuration; it may be in neither state until the node is started again")]
        public static partial void NotReconfigured(ILogger logger, Exception failure, string section);
    }
}
