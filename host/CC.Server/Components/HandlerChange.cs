using CC.Sdk;
using CC.Server.Routing;

namespace CC.Server.Components;

/// <summary>What a configuration that was read again changes about the handlers.</summary>
/// <param name="Next">All handlers, as they will be.</param>
/// <param name="Made">Those that were made for it, by section.</param>
internal sealed record HandlerChange(IReadOnlyDictionary<string, HandlerModel> Next, IReadOnlyDictionary<string, Made<IHandler>> Made)
{
    /// <summary>Places whose handler was replaced, and who was there before.</summary>
    public List<(HandlerSlot Slot, Occupant Before, Made<IHandler> Handler)> Replaced { get; } = [];

    /// <summary>Places that no route leads to any more, and who is there.</summary>
    public List<(HandlerModel Model, HandlerSlot Slot, Made<IHandler> Handler)> Removed { get; } = [];

    /// <summary>Places whose handler stays.</summary>
    public List<(HandlerSlot Slot, HandlerModel Model)> Kept { get; } = [];
}
