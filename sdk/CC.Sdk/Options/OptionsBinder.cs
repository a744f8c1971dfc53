using CC.Sdk.Configuration;

namespace CC.Sdk.Options;

/// <summary>
/// Makes options records of a section's values by plain reflection: what the framework's own binder and validator use besides
/// (TypeDescriptor, caches of validation attributes) would pin the plugin that a record comes from.
/// </summary>
internal static class OptionsBinder
{
    /// <summary>Makes a record and adds all that is wrong to <paramref name="errors"/>. Options that the record does not have are left alone.</summary>
    public static T Bind<T>(IniSection section, ICollection<OptionError> errors)
        where T : class, new() =>
        (T)Bind(typeof(T), section, errors);

    /// <inheritdoc cref="Bind{T}"/>
    public static object Bind(Type type, IniSection section, ICollection<OptionError> errors)
    {
        var options = Activator.CreateInstance(type)!;
        var descriptors = OptionDescriptor.Of(type);
        var failed = false;
        foreach (var descriptor in descriptors)
        {
            var entry = section.Find(descriptor.Name);
            var rule = entry is null ? null : descriptor.Set(options, entry.Value);
            if (rule is null && descriptor.Required && string.IsNullOrEmpty(entry?.Value))
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
            foreach (var (option, rule) in validated.Validate())
            {
                errors.Add(section.Error(option, rule));
            }
        }

        return options;
    }

    /// <summary>Adds an error for each entry of the section itself that none of the records knows.</summary>
    public static void RefuseUnknown(IniSection section, IEnumerable<Type> known, ICollection<OptionError> errors)
    {
        var names = known.SelectMany(OptionDescriptor.Of).Select(descriptor => descriptor.Name).ToHashSet();
        foreach (var entry in section.OwnEntries.Where(entry => !names.Contains(entry.Key) && !section.IsReferenced(entry.Key)))
        {
            var nearest = NearestName.Find(entry.Key, names);
            errors.Add(section.Error(entry.Key, nearest is null ? "is not a known option" : $"is not a known option; did you mean {nearest}?"));
        }
    }
}
