namespace CC.Sdk.Options;

/// <summary>
/// Marks the property of a handler's options, an <see cref="IReadOnlyList{T}"/> of <see cref="ConfiguredSection"/>, that gets further sections of the configuration: those that the handler
/// takes for its own by their names, and reads itself (<see cref="ISectionRules"/>). Of several handlers that ask for the same, the one that the routes lead to first has them.
/// </summary>
/// <param name="names">Names of sections; one that ends with a colon stands for all that begin with it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SectionsAttribute(params string[] names) : Attribute
{
    /// <summary>Names of sections; one that ends with a colon stands for all that begin with it.</summary>
    public IReadOnlyList<string> Names => names;
}
