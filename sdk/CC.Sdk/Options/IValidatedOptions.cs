namespace CC.Sdk.Options;

/// <summary>Options with rules that concern more than one value.</summary>
public interface IValidatedOptions
{
    /// <summary>The rules that are broken: for each the option to blame, and a sentence that says what the rule is and what to do.</summary>
    IEnumerable<(string Option, string Rule)> Validate();
}
