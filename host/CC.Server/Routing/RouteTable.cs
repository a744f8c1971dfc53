using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CC.Server.Routing;

/// <summary>
/// Which handlers get a message of which type: all whose pattern is the type or a prefix of it by whole labels, the more general first, <c>*</c> before
/// all. Immutable; the lists are made beforehand, so that a look-up finds one and allocates nothing.
/// </summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<byte[], ImmutableArray<HandlerSlot>> byPattern;
    private readonly ImmutableArray<HandlerSlot> general;

    public RouteTable(IReadOnlyList<Route> routes, IReadOnlyDictionary<string, HandlerSlot> slots)
    {
        var own = routes
            .GroupBy(route => route.Pattern)
            .ToDictionary(group => group.Key, group => group.SelectMany(route => route.Sections).Select(section => slots[section]).ToArray());
        general = [.. own.GetValueOrDefault("*", [])];
        byPattern = own.Keys
            .Where(pattern => pattern != "*")
            .ToFrozenDictionary(Encoding.ASCII.GetBytes, pattern => WithPrefixes(pattern, own), TypeComparer.Instance);
    }

    public static RouteTable Empty { get; } = new([], new Dictionary<string, HandlerSlot>());

    public ImmutableArray<HandlerSlot> Find(ReadOnlySpan<byte> type)
    {
        var lookup = byPattern.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (!type.IsEmpty)
        {
            if (lookup.TryGetValue(type, out var handlers))
            {
                return handlers;
            }

            var dot = type.LastIndexOf((byte)'.');
            type = dot < 0 ? default : type[..dot];
        }

        return general;
    }

    private ImmutableArray<HandlerSlot> WithPrefixes(string pattern, Dictionary<string, HandlerSlot[]> own)
    {
        var labels = pattern.Split('.');
        var prefixes = Enumerable.Range(1, labels.Length).Select(count => string.Join('.', labels.Take(count)));
        return [.. general, .. prefixes.SelectMany(prefix => own.GetValueOrDefault(prefix, []))];
    }

    private sealed class TypeComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static TypeComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = 2166136261u;
            foreach (var octet in alternate)
            {
                hash = (hash ^ octet) * 16777619u;
            }

            return (int)hash;
        }
    }
}
