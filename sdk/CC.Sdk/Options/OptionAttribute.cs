namespace CC.Sdk.Options;

/// <summary>Says how a property of an options record stands in a configuration, where that differs from what its name and type say.</summary>
/// <remarks>A property is a text, a number (<see cref="int"/>, <see cref="long"/>, <see cref="double"/>), a <see cref="bool"/>, a <see cref="TimeSpan"/>, a <see cref="ByteSize"/>, an enumeration, or a list of texts.</remarks>
/// <param name="name">The option's name; without it, the property's in lower case with dashes: <c>LagMaxBytes</c> is <c>lag-max-bytes</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string? name = null) : Attribute
{
    /// <summary>The option's name, or null for the property's.</summary>
    public string? Name => name;

    /// <summary>The option must be given and not be empty.</summary>
    public bool Required { get; init; }

    /// <summary>The value names a file or folder, or several: <c>~</c> stands for the home folder.</summary>
    public bool Path { get; init; }

    /// <summary>The value is a ZeroMQ endpoint, or several: <c>tcp://HOST:PORT</c>, <c>ipc://PATH</c> or <c>inproc://NAME</c>.</summary>
    public bool Endpoint { get; init; }

    /// <summary>The least value, for numbers, sizes (in octets) and times (in the option's unit).</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value, likewise. No time may be longer than 49 days, which is as long as timers take.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>The unit of a <see cref="TimeSpan"/> that is written as a plain number.</summary>
    public TimeUnit Unit { get; init; }

    /// <summary>The value names sections, which must exist and configure such components.</summary>
    public SectionKind Refers { get; init; }

    /// <summary>An options record that the named sections may have the options of as well, or have the options of (<see cref="SectionKind.Part"/>), for <see cref="IComponents.OptionsOf"/>.</summary>
    public Type? ReferredOptions { get; init; }
}
