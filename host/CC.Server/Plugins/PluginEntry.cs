using CC.Server.Components;

namespace CC.Server.Plugins;

/// <summary>A plugin's place among the plugins, whatever builds of it come and go. Its owner is <see cref="PluginRegistry"/>.</summary>
internal sealed class PluginEntry(string name)
{
    /// <summary>What the components were of the last build that served, while none does.</summary>
    private IReadOnlyList<Component> vacated = [];

    /// <summary>The files last taken up or tried.</summary>
    private PluginChange? tried;

    public string Name => name;

    /// <summary>The main assembly.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The state of the build at hand: the one that serves, or the last that was tried.</summary>
    public PluginState State { get; private set; } = PluginState.Discovered;

    /// <summary>The build that serves, if one does.</summary>
    public Plugin? Active { get; private set; }

    /// <summary>Why the build that is on the disk does not serve.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Whether the files are gone of the build that serves, or, where none does, the folder of the one that was refused: one without its assembly is still there to be mended.</summary>
    public bool IsMissing(FoundPlugins found) => Active is not null ? !found.Has(Name) : Refusal is not null && !found.Paths.ContainsKey(Name);

    /// <summary>Since when its files are gone, while it is still to be seen whether they come back.</summary>
    public long? MissingSince { get; set; }

    public DateTimeOffset? Loaded { get; private set; }

    /// <summary>What it took from reading the files to serving.</summary>
    public TimeSpan LoadTime { get; private set; }

    /// <summary>Builds that were taken, the present one included.</summary>
    public int Loads { get; private set; }

    /// <summary>Builds that have served, were let go, and are proven to be gone.</summary>
    public int Unloaded { get; set; }

    /// <summary>Whether files were taken up or tried already, as far as a glance tells.</summary>
    public bool HasTried(string path, string glance) => tried is { } last && last.Path == path && last.Glance == glance;

    /// <summary>Whether files were taken up or tried already, octet by octet. Then they are known by the new glance from now on.</summary>
    public bool HasTried(PluginChange change)
    {
        var isSame = tried is { } last && last.Path == change.Path && last.Content == change.Content;
        tried = isSame ? change : tried;
        return isSame;
    }

    /// <summary>A build is on its way into service, which shows while none serves.</summary>
    public void Advance(PluginState state) => State = Active is null ? state : State;

    /// <summary>A build serves from now on; returns the one that did.</summary>
    public Plugin? Accept(PluginChange change, Plugin plugin, TimeSpan loadTime, DateTimeOffset now)
    {
        var before = Active;
        (Path, Active, State, Refusal, vacated, MissingSince) = (change.Path, plugin, PluginState.Active, null, [], null);
        (tried, Loaded, LoadTime) = (change, now, loadTime);
        Loads++;
        return before;
    }

    /// <summary>A build is not taken; its files are not tried again until they change.</summary>
    public void Refuse(PluginChange change, Refusal refusal)
    {
        Path = Active is null ? change.Path : Path;
        Advance(refusal.State);
        (Refusal, tried) = (refusal, change);
    }

    /// <summary>The build that was refused is gone; true if there is nothing left to be said of the plugin.</summary>
    public bool Forget()
    {
        (State, Refusal, MissingSince, tried) = (PluginState.Unloaded, null, null, null);
        return Loads == 0;
    }

    /// <summary>No build serves from now on; returns the one that did.</summary>
    /// <param name="areFilesGone">Then whatever comes in their place is new; otherwise what is there is not to be taken up again by itself.</param>
    public Plugin? Vacate(bool areFilesGone)
    {
        var before = Active;
        vacated = [.. Vacancies()];
        (Active, State, Refusal, MissingSince) = (null, PluginState.Unloaded, null, null);
        tried = areFilesGone ? null : tried;
        return before;
    }

    /// <summary>What stands in its place while no build of it serves.</summary>
    public Plugin Vacancy() => new(Name, Path, "", [.. Vacancies()]);

    private IEnumerable<Component> Vacancies() => Active?.Components.Select(component => component.Vacant()) ?? vacated;
}
