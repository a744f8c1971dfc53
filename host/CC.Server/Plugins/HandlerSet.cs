using CC.Sdk;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Plugins;

/// <summary>The handlers that a configuration refers to: makes them, changes them with it, and ends them.</summary>
internal sealed class HandlerSet(Traffic traffic, ILoggerFactory loggers, Func<HandlerModel, ComponentServices> services, CancellationToken stopping) : IAsyncDisposable
{
    private readonly Dictionary<string, HandlerSlot> slots = [];
    private readonly List<HandlerSlot> retired = [];

    /// <summary>Makes what is new, changes what differs, keeps the rest, and returns the routes; what is no longer referred to waits for <see cref="RetireAsync"/>.</summary>
    /// <param name="configuration">The configuration to follow.</param>
    /// <param name="changed">The sections that differ from before; null for a first start.</param>
    /// <exception cref="ComponentException">A handler can't be made; nothing has changed.</exception>
    public async Task<RouteTable> ApplyAsync(NodeConfiguration configuration, IReadOnlySet<string>? changed)
    {
        var made = await MakeAsync(configuration, changed);
        foreach (var (section, handler) in made)
        {
            await PutAsync(configuration.Handlers[section], handler);
        }

        foreach (var model in configuration.Handlers.Values.Where(model => changed is not null && !made.ContainsKey(model.Section.Name)))
        {
            await Reconfiguration.OfferAsync(slots[model.Section.Name].Handler!, model.Options, changed!, stopping);
        }

        foreach (var section in slots.Keys.Where(section => !configuration.Handlers.ContainsKey(section)).ToArray())
        {
            retired.Add(slots[section]);
            slots.Remove(section);
        }

        return new RouteTable(configuration.Routes, slots);
    }

    /// <summary>Ends the handlers that the routes no longer lead to, after what waits for them is handled.</summary>
    public async Task RetireAsync()
    {
        foreach (var slot in retired)
        {
            await EndAsync(slot);
        }

        retired.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await RetireAsync();
        await Task.WhenAll(slots.Values.Select(EndAsync));
        slots.Clear();
    }

    /// <summary>Makes every handler before any is put in place, so that a failure changes nothing.</summary>
    private async Task<Dictionary<string, IHandler>> MakeAsync(NodeConfiguration configuration, IReadOnlySet<string>? changed)
    {
        var made = new Dictionary<string, IHandler>();
        try
        {
            foreach (var (section, model) in configuration.Handlers.Where(entry => NeedsMaking(entry.Value, changed)))
            {
                made[section] = ComponentFactory.Create<IHandler>(model.Component, model.Options, services(model));
            }

            return made;
        }
        catch
        {
            foreach (var handler in made.Values)
            {
                await Disposal.DisposeAsync(handler);
            }

            throw;
        }
    }

    private bool NeedsMaking(HandlerModel model, IReadOnlySet<string>? changed)
    {
        var section = model.Section.Name;
        return !slots.TryGetValue(section, out var slot)
            || (changed!.Contains(section) && !(model.Component.Type.IsInstanceOfType(slot.Handler) && Reconfiguration.IsTakenBy(slot.Handler)));
    }

    private async Task PutAsync(HandlerModel model, IHandler handler)
    {
        var section = model.Section.Name;
        if (!slots.TryGetValue(section, out var slot))
        {
            slots[section] = slot = new HandlerSlot(section, traffic, loggers.CreateLogger(section));
        }

        var mailbox = model.Component.Concurrent || slot.Mailbox is not null
            ? null
            : new Mailbox(model.Common.MailboxSize, model.Common.MailboxFull, traffic, slot.CallAsync);
        await Disposal.DisposeAsync(await slot.ReplaceAsync(handler, mailbox, stopping));
    }

    private static async Task EndAsync(HandlerSlot slot)
    {
        if (slot.Mailbox is { } mailbox)
        {
            await mailbox.DrainAsync();
        }

        await Disposal.DisposeAsync(await slot.ReplaceAsync(null, null, CancellationToken.None));
    }
}
