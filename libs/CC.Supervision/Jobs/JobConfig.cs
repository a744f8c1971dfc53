using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CC.Supervision.Health;
using CC.Supervision.Processes;
using CC.Supervision.Streams;

namespace CC.Supervision.Jobs;

/// <summary>What a job is: a program, how many copies of it, and the rules by which they are kept running. The names in brackets are those in JSON.</summary>
/// <param name="Name">The job's name within its session (<c>name</c>).</param>
/// <param name="Command">The program, or a command line that is split as a POSIX shell does (<c>cmd</c>).</param>
public sealed record JobConfig(string Name, string Command)
{
    /// <summary>Further arguments (<c>args</c>: a list, or a text that is split). <c>$NAME</c> and <c>${NAME}</c> are replaced from the environment, <c>$$</c> is a dollar sign.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The environment (<c>env</c>).</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether what is not in <see cref="Environment"/> comes from this process's own (<c>os_env</c>).</summary>
    public bool InheritsEnvironment { get; init; }

    /// <summary>A user's name or number (<c>uid</c>).</summary>
    public string? User { get; init; }

    /// <summary>A group's name or number (<c>gid</c>).</summary>
    public string? Group { get; init; }

    /// <summary>Where it is started (<c>cwd</c>).</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether its processes go on when the supervisor stops, and are found again by the next (<c>detach</c>).</summary>
    public bool IsDetached { get; init; }

    /// <summary>Whether the command line is given to <c>sh -c</c> (<c>shell</c>).</summary>
    public bool UsesShell { get; init; }

    /// <summary>How many copies run (<c>numprocesses</c>); 0 is a template for committed ones.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>When ends are too many (<c>flapping</c>); null for never.</summary>
    public Flapping? Flapping { get; init; }

    /// <summary>Names of standard output and error (<c>redirect_output</c>): the same name twice is one stream, and what has none is thrown away.</summary>
    public ImmutableArray<string> OutputLabels { get; init; } = [];

    /// <summary>Files that output is written to, by label (<c>logs</c>: objects with <c>path</c>, <c>max_size</c>, <c>max_age</c>, <c>keep</c>, <c>gzip</c>).</summary>
    public ImmutableDictionary<string, LogRules> Logs { get; init; } = ImmutableDictionary<string, LogRules>.Empty;

    /// <summary>What becomes of output that somebody who listens does not take in time (<c>flood</c>: <c>slow</c>, <c>drop</c>).</summary>
    public FloodPolicy Flood { get; init; }

    /// <summary>Whether it can be written to (<c>redirect_input</c>).</summary>
    public bool HasInput { get; init; }

    /// <summary>Names of further streams, from descriptor 3 on, both ways (<c>custom_streams</c>).</summary>
    public ImmutableArray<string> CustomStreams { get; init; } = [];

    /// <summary>Descriptors of this process that its processes inherit, after the custom streams; for embedding programs only.</summary>
    public ImmutableArray<int> Inherited { get; init; } = [];

    /// <summary>How long a process may take to end (<c>graceful_timeout</c>, in seconds) before it is killed.</summary>
    public TimeSpan GracefulTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The signal that asks a process to end (<c>stop_signal</c>).</summary>
    public int StopSignal { get; init; } = Signals.Terminate;

    /// <summary>After which ends a process is started again (<c>restart</c>: <c>always</c>, <c>on-failure</c>, <c>never</c>).</summary>
    public RestartPolicy Restart { get; init; }

    /// <summary>How long to wait before it is (<c>backoff</c>).</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>The rights that its files do not get (<c>umask</c>, in octal).</summary>
    public int? Umask { get; init; }

    /// <summary>How much it gives way to others (<c>nice</c>, -20 to 19).</summary>
    public int? Nice { get; init; }

    /// <summary>What each process may use (<c>limits</c>).</summary>
    public ImmutableArray<ResourceLimit> Limits { get; init; } = [];

    /// <summary>The number of <c>PORT</c> in the environment of the first copy (<c>port</c>); the next has the next.</summary>
    public int? Port { get; init; }

    /// <summary>How to find out whether a process is ready (<c>ready</c>); null for at once.</summary>
    public ProbeRules? Ready { get; init; }

    /// <summary>How to find out whether one that was ready still lives (<c>alive</c>); null for that it runs.</summary>
    public ProbeRules? Alive { get; init; }

    /// <summary>What it waits for before it starts, by job (<c>depends_on</c>: <c>started</c>, <c>healthy</c>, <c>completed</c>, <c>completed_successfully</c>, <c>log_ready</c>).</summary>
    public ImmutableDictionary<string, Condition> DependsOn { get; init; } = ImmutableDictionary<string, Condition>.Empty;

    /// <summary>A process that, with all that it has started, uses more octets of memory is replaced (<c>memory_limit</c>); null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Whether it is forgotten when the supervisor ends (<c>transient</c>).</summary>
    public bool IsTransient { get; init; }

    /// <summary>The settings as they were given, with those that nobody here knows; null if they were not given as JSON.</summary>
    public JsonObject? Given { get; init; }
}
