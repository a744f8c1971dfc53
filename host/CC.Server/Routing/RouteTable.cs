using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace CC.Server.Routing;

/// <summary>
/// Which handlers get a message of which type: all whose pattern is the type or a prefix of it by whole labels, the more general first, <c>*</c> before
/// all. Immutable; the lists are made beforehand, so that a look-up finds one and allocates nothing. It is done for each message, and so has a table of
/// its own kind: patterns stand where their first and last octets say, or in the next place that was free.
/// </summary>
internal sealed class RouteTable
{
    private readonly (byte[]? Pattern, ImmutableArray<HandlerSlot> Handlers)[] byPattern;
    private readonly ImmutableArray<HandlerSlot> general;
    private readonly FrozenDictionary<string, HandlerSlot> bySection;

    /// <param name="routes">The routes.</param>
    /// <param name="slots">The places of the handlers, by section.</param>
    /// <param name="own">Who gets the types that the node answers itself; nobody else does.</param>
    public RouteTable(IReadOnlyList<Route> routes, IReadOnlyDictionary<string, HandlerSlot> slots, HandlerSlot? own = null)
    {
        var byRoute = routes
            .GroupBy(route => route.Pattern)
            .ToDictionary(group => group.Key, group => group.SelectMany(route => route.Sections).Select(section => slots[section]).ToArray());
        bySection = slots.ToFrozenDictionary();
        general = [.. byRoute.GetValueOrDefault("*", [])];
        byPattern = TableOf([.. byRoute.Keys
            .Where(pattern => pattern != "*" && (own is null || !OwnTypes.Include(pattern)))
            .Select(pattern => (Pattern: pattern, Handlers: WithPrefixes(pattern, byRoute)))
            .Concat(own is null ? [] : OwnTypes.Patterns.Select(pattern => (Pattern: pattern, Handlers: ImmutableArray.Create(own))))
            .Select(route => (Encoding.ASCII.GetBytes(route.Pattern), route.Handlers))]);
    }

    public static RouteTable Empty { get; } = new([], new Dictionary<string, HandlerSlot>());

    public ImmutableArray<HandlerSlot> Find(ReadOnlySpan<byte> type)
    {
        while (!type.IsEmpty)
        {
            ref readonly var found = ref byPattern[PlaceOf(type, byPattern)];
            if (found.Pattern is not null)
            {
                return found.Handlers;
            }

            var dot = type.LastIndexOf((byte)'.');
            type = dot < 0 ? default : type[..dot];
        }

        return general;
    }

    /// <summary>The handler of a section, whether or not a route leads to it; null if there is none.</summary>
    public HandlerSlot? Section(string name) => bySection.GetValueOrDefault(name);

    /// <summary>A quarter full at most, so that there always is a free place, mostly the first one.</summary>
    private static (byte[]? Pattern, ImmutableArray<HandlerSlot> Handlers)[] TableOf((byte[] Pattern, ImmutableArray<HandlerSlot> Handlers)[] routes)
    {
        var table = new (byte[]? Pattern, ImmutableArray<HandlerSlot> Handlers)[BitOperations.RoundUpToPowerOf2((uint)(4 * routes.Length) + 1)];
        foreach (var route in routes)
        {
            table[PlaceOf(route.Pattern, table)] = route;
        }

        return table;
    }

    /// <summary>Where a type's pattern is, or the free place where it would be.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> type, (byte[]? Pattern, ImmutableArray<HandlerSlot> Handlers)[] table)
    {
        var last = table.Length - 1;
        var place = (int)((EndsOf(type) * 0x9E3779B97F4A7C15) >> 32) & last;
        while (table[place].Pattern is { } pattern && !type.SequenceEqual(pattern))
        {
            place = (place + 1) & last;
        }

        return place;
    }

    private static ulong EndsOf(ReadOnlySpan<byte> type) => type.Length switch
    {
        >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(type) ^ BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(type[^8..]), 29),
        >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(type) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(type[^4..]) << 32),
        0 => 0,
        _ => type[0] | ((ulong)type[type.Length / 2] << 8) | ((ulong)type[^1] << 16),
    };

    private ImmutableArray<HandlerSlot> WithPrefixes(string pattern, Dictionary<string, HandlerSlot[]> byRoute)
    {
        var labels = pattern.Split('.');
        var prefixes = Enumerable.Range(1, labels.Length).Select(count => string.Join('.', labels.Take(count)));
        return [.. general, .. prefixes.SelectMany(prefix => byRoute.GetValueOrDefault(prefix, []))];
    }
}
