using System.Diagnostics.CodeAnalysis;
using CC.Sdk.Configuration;

namespace CC.Sdk.Options;

/// <summary>
/// Makes options records of a section's values by plain reflection: what the framework's own binder and validator use besides
/// (TypeDescriptor, caches of validation attributes) would pin the plugin that a record comes from.
/// </summary>
internal static class OptionsBinder
{
    /// <summary>What is asked for of records' types, so that trimming keeps it.</summary>
    private const DynamicallyAccessedMemberTypes Reflected = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Makes a record and adds all that is wrong to <paramref name="errors"/>. Options that the record does not have are left alone.</summary>
    public static T Bind<[DynamicallyAccessedMembers(Reflected)] T>(IniSection section, ICollection<OptionError> errors)
        where T : class, new() =>
        (T)Bind(typeof(T), section, errors);

    /// <inheritdoc cref="Bind{T}"/>
    public static object Bind([DynamicallyAccessedMembers(Reflected)] Type type, IniSection section, ICollection<OptionError> errors)
    {
        var options = Activator.CreateInstance(type)!;
        var failed = false;
        foreach (var descriptor in OptionDescriptor.Of(type))
        {
            var entry = section.Find(descriptor.Name);
            var rule = entry is null ? null : descriptor.Set(options, entry.Value);
            if (rule is null && descriptor.Required && descriptor.Format(options).Length == 0)
            {
                rule = "is required";
            }

            if (rule is not null)
            {
                failed = true;
                errors.Add(section.Error(descriptor.Name, rule));
            }
        }

        if (!failed && options is IValidatedOptions validated)
        {
            Validate(validated, section, errors);
        }

        return options;
    }

    private static void Validate(IValidatedOptions options, IniSection section, ICollection<OptionError> errors)
    {
        try
        {
            foreach (var (option, rule) in options.Validate())
            {
                errors.Add(section.Error(option, rule));
            }
        }
        catch (Exception failure)
        {
            // It is code of a plugin.
            errors.Add(section.Error("", $"can't be validated: {failure.Message.TrimEnd('.')} ({failure.GetType().Name} in {options.GetType().Name}.Validate)"));
        }
    }

    /// <summary>Adds an error for each entry of the section itself that none of the records knows.</summary>
    public static void RefuseUnknown(IniSection section, IEnumerable<Type> known, ICollection<OptionError> errors)
    {
        var names = Names(known);
        foreach (var entry in section.OwnEntries.Where(entry => !names.Contains(entry.Key) && !section.IsReferenced(entry.Key)))
        {
            var nearest = NearestName.Find(entry.Key, names);
            errors.Add(section.Error(entry.Key, nearest is null ? "is not a known option" : $"is not a known option; did you mean {nearest}?"));
        }
    }

    /// <summary>The names of the options of several records.</summary>
    public static HashSet<string> Names(IEnumerable<Type> records) =>
        records.SelectMany(OptionDescriptor.Of).Select(descriptor => descriptor.Name).ToHashSet();

    /// <summary>All options of a record with their values as they are written in a configuration.</summary>
    public static IReadOnlyDictionary<string, string> Texts(object options) =>
        OptionDescriptor.Of(options.GetType()).ToDictionary(option => option.Name, option => option.Format(options));

    /// <summary>Whether two records are of one type and say the same.</summary>
    public static bool AreSame(object? one, object? another) =>
        one?.GetType() == another?.GetType() && (one is null || Texts(one).SequenceEqual(Texts(another!)));
}
