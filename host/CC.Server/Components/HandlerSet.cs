using System.Collections.Concurrent;
using CC.Sdk;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>The handlers that a configuration refers to: makes them, changes them with it, and ends them. One caller at a time, but for <see cref="QuarantineAsync"/>, which need not wait while another one makes handlers.</summary>
/// <param name="services">What each is given.</param>
/// <param name="newSlot">Makes the place of a section.</param>
/// <param name="disposal">How they are ended.</param>
/// <param name="logger">Where what goes wrong is told.</param>
/// <param name="own">The place of who answers what the node answers itself.</param>
internal sealed partial class HandlerSet(
    Func<HandlerModel, ComponentServices> services, Func<string, HandlerSlot> newSlot, Disposal disposal, ILogger logger, HandlerSlot? own = null)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HandlerSlot> slots = [];
    private readonly Dictionary<string, HandlerModel> models = [];
    private readonly Dictionary<string, Made<IHandler>> handlers = [];
    private readonly ConcurrentDictionary<string, Quarantine> quarantined = new();
    private volatile IReadOnlyList<(HandlerModel Model, HandlerSlot Slot)> all = [];

    /// <summary>Makes the handlers that are new or differ, beside the ones that run.</summary>
    /// <exception cref="ComponentException">One can't be made; those that could are disposed again, and nothing has changed.</exception>
    public async Task<HandlerChange> PrepareAsync(IReadOnlyDictionary<string, HandlerModel> next, CancellationToken deadline)
    {
        var made = new Dictionary<string, Made<IHandler>>();
        try
        {
            foreach (var (section, model) in ToMake(next))
            {
                made[section] = await ComponentFactory.MakeAsync<IHandler>(model.Component, model.Options, services(model), disposal, deadline);
            }

            return new HandlerChange(next, made);
        }
        catch (ComponentException)
        {
            await Task.WhenAll(made.Values.Select(handler => handler.EndAsync(disposal, isIdle: true, deadline)));
            throw;
        }
    }

    /// <summary>
    /// Puts the handlers in place and returns the routes to them. Nothing of it can fail. What is to be done with those that are
    /// replaced, or no longer referred to, is for <see cref="SettleAsync"/>, after the routes are in force.
    /// </summary>
    public RouteTable Put(HandlerChange change, IReadOnlyList<Route> routes)
    {
        using var scope = gate.EnterScope();
        foreach (var (section, model) in change.Next)
        {
            if (!slots.TryGetValue(section, out var slot))
            {
                slots[section] = slot = newSlot(section);
            }

            if (change.Made.TryGetValue(section, out var handler))
            {
                if (slot.Put(handler.Component, model.Mailbox, model.Limits) is { } before)
                {
                    change.Replaced.Add((slot, before, handlers[section]));
                }

                handlers[section] = handler;
                quarantined.TryRemove(section, out _);
            }
            else
            {
                slot.Use(model.Mailbox);
                slot.Occupant!.Health.Limits = quarantined.ContainsKey(section) ? HealthLimits.None : model.Limits;
                change.Kept.Add((slot, model));
            }

            models[section] = model;
        }

        foreach (var section in slots.Keys.Where(section => !change.Next.ContainsKey(section)).ToArray())
        {
            change.Removed.Add((models[section], slots[section], handlers[section]));
            slots.Remove(section);
            models.Remove(section);
            handlers.Remove(section);
            quarantined.TryRemove(section, out _);
        }

        all = [.. slots.Select(entry => (models[entry.Key], entry.Value))];
        return new RouteTable(routes, slots, own);
    }

    /// <summary>Ends what was replaced or removed, after it has finished what it holds, and tells the rest what has changed. False if anything had to be left behind.</summary>
    public async Task<bool> SettleAsync(HandlerChange change, IReadOnlySet<string> changedSections, CancellationToken deadline)
    {
        var ended = await Task.WhenAll([
            .. change.Replaced.Select(entry => ClearAsync(entry.Slot, entry.Before, entry.Handler, deadline)),
            EndInOrderAsync(change.Removed, deadline),
            .. change.Kept.Select(entry => ReconfigureAsync(entry.Slot, entry.Model, changedSections, deadline)),
        ]);
        return ended.All(inOrder => inOrder);
    }

    /// <summary>All handlers and their places. From any thread.</summary>
    public IReadOnlyList<(HandlerModel Model, HandlerSlot Slot)> All => all;

    /// <summary>The handlers that were taken out of the routes, by section. From any thread.</summary>
    public IReadOnlyDictionary<string, Quarantine> Quarantined => quarantined;

    /// <summary>Takes a handler out of the routes, and ends it; what comes for it goes by the policy of its section. False if it is not there any more.</summary>
    public async Task<bool> QuarantineAsync(string section, Occupant sick, Quarantine why, CancellationToken deadline)
    {
        if (TakeOut(section, sick, why) is not { } taken)
        {
            return false;
        }

        await ClearAsync(taken.Slot, sick, taken.Handler, deadline);
        return true;
    }

    /// <summary>Makes a handler anew that was taken out of the routes.</summary>
    /// <exception cref="ComponentException">It can't be made; it stays where it is.</exception>
    public async Task ReleaseAsync(string section, CancellationToken deadline)
    {
        var model = models[section];
        var handler = await ComponentFactory.MakeAsync<IHandler>(model.Component, model.Options, services(model), disposal, deadline);
        var (slot, before, standIn) = PutBack(section, model, handler);
        await ClearAsync(slot, before, standIn, deadline);
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
        var ended = await EndInOrderAsync([.. slots.Select(entry => (models[entry.Key], entry.Value, handlers[entry.Key]))], deadline);
        slots.Clear();
        models.Clear();
        handlers.Clear();
        all = [];
        return ended;
    }

    private KeyValuePair<string, HandlerModel>[] ToMake(IReadOnlyDictionary<string, HandlerModel> next)
    {
        lock (gate)
        {
            return [.. next.Where(entry => NeedsMaking(entry.Value))];
        }
    }

    private (HandlerSlot Slot, Made<IHandler> Handler)? TakeOut(string section, Occupant sick, Quarantine why)
    {
        lock (gate)
        {
            if (!slots.TryGetValue(section, out var slot) || slot.Occupant != sick)
            {
                return null;
            }

            var model = models[section];
            var other = QuarantinePolicy.OtherOf(model.Quarantined) is { } name ? slots[name] : null;
            var handler = handlers[section];
            quarantined[section] = why with { Health = sick.Health };
            slot.TakeOut(other, waits: model.Quarantined == QuarantinePolicy.Wait);
            handlers[section] = new Made<IHandler>(slot.Handler!, services(model).Scoped(), model.Component.Uses.Begin($"[{section}] is quarantined"));
            return (slot, handler);
        }
    }

    private (HandlerSlot Slot, Occupant Before, Made<IHandler> StandIn) PutBack(string section, HandlerModel model, Made<IHandler> handler)
    {
        lock (gate)
        {
            var standIn = handlers[section];
            var before = slots[section].Put(handler.Component, model.Mailbox, model.Limits)!;
            handlers[section] = handler;
            quarantined.TryRemove(section, out _);
            return (slots[section], before, standIn);
        }
    }

    /// <summary>One in quarantine also when its policy changes: then it has another chance.</summary>
    private bool NeedsMaking(HandlerModel next) =>
        !models.TryGetValue(next.Name, out var now)
        || (quarantined.ContainsKey(next.Name) && now.Quarantined != next.Quarantined)
        || !now.Parts.SameAs(next.Parts)
        || (!now.IsSameHandler(next) && !(now.Component.Type == next.Component.Type && Reconfiguration.IsTakenBy(slots[next.Name].Handler!)));

    private async Task<bool> ClearAsync(HandlerSlot slot, Occupant before, Made<IHandler> handler, CancellationToken deadline)
    {
        var finished = await slot.ClearAsync(before, deadline);
        var ended = await handler.EndAsync(disposal, finished, deadline);
        before.Go();
        return ended;
    }

    /// <summary>Ends handlers, those first that may still have something for others. None is in a circle of them.</summary>
    private async Task<bool> EndInOrderAsync(IReadOnlyList<(HandlerModel Model, HandlerSlot Slot, Made<IHandler> Handler)> leaving, CancellationToken deadline)
    {
        var inOrder = true;
        while (leaving is not [])
        {
            var first = leaving.Where(entry => !leaving.Any(other => other.Model.HandsOnTo.Contains(entry.Model.Name))).ToArray();
            var ended = await Task.WhenAll(first.Select(entry => EndAsync(entry.Slot, entry.Handler, deadline)));
            inOrder &= ended.All(one => one);
            leaving = [.. leaving.Except(first)];
        }

        return inOrder;
    }

    private async Task<bool> EndAsync(HandlerSlot slot, Made<IHandler> handler, CancellationToken deadline)
    {
        var (_, finished) = await slot.CloseAsync(deadline);
        return await handler.EndAsync(disposal, finished, deadline);
    }

    private async Task<bool> ReconfigureAsync(HandlerSlot slot, HandlerModel model, IReadOnlySet<string> changedSections, CancellationToken deadline)
    {
        try
        {
            var handler = slot.Handler!;
            await Task.Run(() => Reconfiguration.OfferAsync(handler, model.Options, changedSections, deadline), CancellationToken.None).WaitAsync(deadline); // It may keep its thread.
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
