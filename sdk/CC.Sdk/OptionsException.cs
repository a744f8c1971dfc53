using CC.Sdk.Options;

namespace CC.Sdk;

/// <summary>The configuration is invalid; all that is wrong with it is in <see cref="Errors"/>.</summary>
public sealed class OptionsException : Exception
{
    /// <summary>Makes the exception.</summary>
    public OptionsException(IReadOnlyList<OptionError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<OptionError> Errors { get; }
}
