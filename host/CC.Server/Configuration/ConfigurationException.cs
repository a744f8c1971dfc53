using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>A configuration can't be used; all that is wrong with it is in <see cref="Errors"/>.</summary>
/// <param name="errors">What is wrong.</param>
/// <param name="lacksPlugin">Whether it needs what a plugin might have that can't be loaded.</param>
internal sealed class ConfigurationException(IReadOnlyList<OptionError> errors, bool lacksPlugin = false)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<OptionError> Errors => errors;

    public bool LacksPlugin => lacksPlugin;

    /// <summary>All that is wrong, in one line.</summary>
    public string Summary => string.Join("; ", errors);
}
