using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>Which handlers hand messages on to which others. In a circle they would do so for ever.</summary>
internal sealed class HandlerCircles
{
    private readonly List<(IniSection From, string Option, string To)> steps = [];

    /// <summary>An option of a handler's section names another handler that gets its messages.</summary>
    public void Add(IniSection from, string option, string to) => steps.Add((from, option, to));

    /// <summary>The handlers that get messages from one, as far as is known.</summary>
    public IReadOnlySet<string> From(IniSection section) => steps.Where(step => step.From.Name == section.Name).Select(step => step.To).ToHashSet();

    /// <summary>Each step that is part of a circle.</summary>
    public IEnumerable<OptionError> Find() =>
        from step in steps
        where LeadsTo(step.To, step.From.Name)
        select step.From.Error(step.Option, $"leads back from [{step.To}] to this section; name a handler that does not");

    private bool LeadsTo(string from, string to)
    {
        var reached = new HashSet<string> { from };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var section) && !reached.Contains(to))
        {
            foreach (var step in steps.Where(step => step.From.Name == section && reached.Add(step.To)))
            {
                next.Enqueue(step.To);
            }
        }

        return reached.Contains(to);
    }
}
