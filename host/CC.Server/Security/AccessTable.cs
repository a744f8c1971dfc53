using CC.Sdk;
using CC.Server.Routing;

namespace CC.Server.Security;

/// <summary>Who may send what: of the rules whose pattern is the type, or a prefix of it by whole labels, the most special one counts. Immutable.</summary>
internal sealed class AccessTable(IReadOnlyList<AccessRule> rules)
{
    /// <summary>With these a node is told what to do, or asked what it knows. From this machine they need no signature; a rule is for those that come from others.</summary>
    private static readonly string[] Control = [.. OwnTypes.Patterns, "event", "job", "schedule", "task.send"];

    private readonly Dictionary<string, AccessRule> byPattern = rules.ToDictionary(rule => rule.Pattern);

    public static AccessTable Empty { get; } = new([]);

    public IReadOnlyList<AccessRule> Rules => rules;

    /// <summary>Whether messages of a type tell the node what to do.</summary>
    public static bool IsControl(string type) => Control.Any(control => NodeEvent.IsBelow(type, control));

    /// <summary>Whether a rule lets others in where otherwise only this machine is.</summary>
    public static bool IsWide(AccessRule rule) => rule.Pattern != "*" && (IsControl(rule.Pattern) || Control.Any(control => NodeEvent.IsBelow(control, rule.Pattern)));

    /// <summary>The rule for a type; null if there is none. What the node answers itself has to be named: <c>*</c> does not open it.</summary>
    public AccessRule? Find(string type)
    {
        for (var pattern = type; pattern.Length > 0; pattern = pattern[..Math.Max(0, pattern.LastIndexOf('.'))])
        {
            if (byPattern.TryGetValue(pattern, out var rule))
            {
                return rule;
            }
        }

        return OwnTypes.Include(type) ? null : byPattern.GetValueOrDefault("*");
    }
}
